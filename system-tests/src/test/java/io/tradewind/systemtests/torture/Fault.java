package io.tradewind.systemtests.torture;

/**
 * The kinds of faults. Each begins and ends by itself; a killed service restarts in the background.
 */
enum Fault {
  REDIS_EMPTIED(FaultScheduler::emptyRedis),
  CONNECTIONS_CUT(FaultScheduler::cutConnections),
  CONNECTIONS_SILENT(FaultScheduler::silenceConnections),
  REPEATED_AND_REORDERED(FaultScheduler::repeatRecords),
  POISON(FaultScheduler::poison),
  HOSTILE_RECORDS(FaultScheduler::sendHostile),
  PROVIDER_LATE(FaultScheduler::delayProvider),
  PROVIDER_DROPS_ANSWERS(FaultScheduler::dropAnswers),
  PROVIDER_KILLED(FaultScheduler::killProvider),
  SERVICE_PAUSED(FaultScheduler::pauseService),
  SERVICE_MISSED(FaultScheduler::pauseUntilMissed),
  HOST_FROZEN(HostFaults::freeze),
  CLOCK_SET_BACK(HostFaults::setClockBack),
  HANDLERS_SLOW(FaultScheduler::slowHandlers),
  COMMITS_SLOW(FaultScheduler::slowCommits),
  DATABASE_CRASH(FaultScheduler::crashDatabase),
  DATABASE_DISK_FULL(FaultScheduler::fillDatabasesDisk),
  PASSWORD_ROTATED(DatabaseFaults::rotatePassword),
  GRANT_REVOKED(DatabaseFaults::revokeGrant),
  DATABASE_RESTORED(DatabaseFaults::restore),
  OUTBOX_FULL_OF_OLD(DatabaseFaults::fillOutbox),
  BROKER_RESTART(FaultScheduler::restartBroker),
  BROKER_DISK_FULL(FaultScheduler::fillBrokersDisk),
  BROKER_LOST(FaultScheduler::loseBroker),
  PARTITION_LEADERLESS(BrokerFaults::losePartition),
  TOPIC_MADE_AGAIN(BrokerFaults::loseTopic),
  SERVICE_KILLED(FaultScheduler::killService),
  KILLED_BEFORE_COMMIT(FaultScheduler::killBeforeCommit),
  KILLED_BETWEEN_CALL_AND_RECORD(FaultScheduler::killBeforeRecord),
  KILLED_BETWEEN_COMMIT_AND_PUBLISH(FaultScheduler::killBeforePublish),
  KILLED_BETWEEN_PUBLISH_AND_MARK(FaultScheduler::killBeforeMark),
  KILLED_BETWEEN_COMMIT_AND_OFFSET(FaultScheduler::killBeforeOffset),
  KILLED_BETWEEN_COMMIT_AND_ANSWER(FaultScheduler::killBeforeAnswer),
  ROLLING_RESTART(FaultScheduler::rollingRestart);

  private final Strike strike;

  Fault(Strike strike) {
    this.strike = strike;
  }

  /** Causes the fault, and returns what it did. */
  @FunctionalInterface
  interface Strike {
    String on(FaultScheduler faultScheduler) throws Exception;
  }

  String strike(FaultScheduler faultScheduler) throws Exception {
    return strike.on(faultScheduler);
  }
}
