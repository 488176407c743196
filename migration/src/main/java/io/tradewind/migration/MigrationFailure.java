package io.tradewind.migration;

/**
 * The schema or the topics are not as the WAR needs them; the message is one line that says what to
 * do.
 */
public final class MigrationFailure extends RuntimeException {

  private static final long serialVersionUID = 1;

  MigrationFailure(String whatAndWhatToDo) {
    super(oneLine(whatAndWhatToDo));
  }

  MigrationFailure(String whatAndWhatToDo, Throwable cause) {
    super(oneLine(whatAndWhatToDo), cause);
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s*\\R+\\s*", " | ");
  }
}
