package io.tradewind.client;

/**
 * @param writtenOff how many events left the list
 */
public record WrittenOff(int writtenOff) {}
