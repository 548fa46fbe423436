#ifndef CZLIB_H
#define CZLIB_H

// zlib with its macros as functions, which pass into Swift.

#include <zlib.h>

// Begins decoding. Positive window bits are for zlib's own wrapping, 16 more for gzip's, negative ones for none.
int czlib_inflate_init(z_stream *stream, int window_bits);

#endif
