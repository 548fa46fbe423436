# eventscope: make run starts it, make test tests it, make help lists the rest.
SHELL := /bin/bash
PREFIX ?= /usr/local
ARGS ?=
release = swift build -c release --product eventscope --static-swift-stdlib

# Many tests start programs and look at what they do within a time; some hundred of them at once take it from each other.
few = $(shell swift test --help-hidden | grep -q maximum-parallelization-width && \
	echo --experimental-maximum-parallelization-width 4)

.PHONY: help run test install bench format clean

help: ## List what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' Makefile

run: ## Build and start the terminal UI; ARGS='http://localhost:9000' goes to it
	@.ci/bootstrap.sh build
	@$(release)
	@exec "$$($(release) --show-bin-path)/eventscope" $(ARGS)

test: ## Build everything and run all tests
	@.ci/bootstrap.sh test
	@swift test --disable-xctest $(few)

install: ## Build and install under PREFIX (/usr/local), with shell completions
	@.ci/bootstrap.sh build
	@$(release)
	@set -e; program="$$($(release) --show-bin-path)/eventscope"; root='$(DESTDIR)$(PREFIX)'; \
	install -D -s -m 755 "$$program" "$$root/bin/eventscope"; \
	complete() { install -D -m 644 /dev/stdin "$$root/share/$$1"; }; \
	"$$program" --generate-completion-script bash | complete bash-completion/completions/eventscope; \
	"$$program" --generate-completion-script zsh | complete zsh/site-functions/_eventscope; \
	"$$program" --generate-completion-script fish | complete fish/vendor_completions.d/eventscope.fish; \
	echo "installed $$root/bin/eventscope"

bench: ## Build and run the benchmarks; ARGS='filter --rounds 9' runs some
	@.ci/bootstrap.sh build
	@set -e; build='swift build -c release --package-path Benchmarks --static-swift-stdlib'; \
	$$build --product eventscope; $$build --product bench; \
	exec "$$($$build --show-bin-path)/bench" $(ARGS)

format: ## Lay out the sources as .swift-format says
	@swift format -i -r -p Package.swift Sources Tests Plugins

clean: ## Take away everything that was built
	@rm -rf .build Benchmarks/.build
