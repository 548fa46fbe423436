/// The program that these floors belong to.
public enum Program {
  public static let version = "0.1.0"
}
