package io.tradewind.values;

/** A single line of text in any script: names of people, lines of a postal address. */
public final class SingleLine {

  public static final String PATTERN = "[^\\p{Cntrl}]*";

  private SingleLine() {}
}
