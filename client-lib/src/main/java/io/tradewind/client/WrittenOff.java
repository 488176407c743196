package io.tradewind.client;

/**
 * @param writtenOff how many events are off the list
 */
public record WrittenOff(int writtenOff) {}
