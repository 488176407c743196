package io.tradewind.systemtests.torture;

/** What can go wrong. Each strikes and lets go by itself; a killed service comes back meanwhile. */
enum Fault {
  REDIS_EMPTIED(Torturer::emptyRedis),
  CONNECTIONS_CUT(Torturer::cutConnections),
  CONNECTIONS_SILENT(Torturer::silenceConnections),
  REPEATED_AND_REORDERED(Torturer::repeatRecords),
  POISON(Torturer::poison),
  HOSTILE_RECORDS(Torturer::sendHostile),
  PROVIDER_LATE(Torturer::delayProvider),
  PROVIDER_DROPS_ANSWERS(Torturer::dropAnswers),
  PROVIDER_KILLED(Torturer::killProvider),
  SERVICE_PAUSED(Torturer::pauseService),
  SERVICE_MISSED(Torturer::pauseUntilMissed),
  HOST_FROZEN(HostFaults::freeze),
  CLOCK_SET_BACK(HostFaults::setClockBack),
  HANDLERS_SLOW(Torturer::slowHandlers),
  COMMITS_SLOW(Torturer::slowCommits),
  DATABASE_CRASH(Torturer::crashDatabase),
  DATABASE_DISK_FULL(Torturer::fillDatabasesDisk),
  PASSWORD_ROTATED(DatabaseFaults::rotatePassword),
  GRANT_REVOKED(DatabaseFaults::revokeGrant),
  DATABASE_RESTORED(DatabaseFaults::restore),
  OUTBOX_FULL_OF_OLD(DatabaseFaults::fillOutbox),
  BROKER_RESTART(Torturer::restartBroker),
  BROKER_DISK_FULL(Torturer::fillBrokersDisk),
  BROKER_LOST(Torturer::loseBroker),
  PARTITION_LEADERLESS(BrokerFaults::losePartition),
  TOPIC_MADE_AGAIN(BrokerFaults::loseTopic),
  SERVICE_KILLED(Torturer::killService),
  KILLED_BEFORE_COMMIT(Torturer::killBeforeCommit),
  KILLED_BETWEEN_COMMIT_AND_PUBLISH(Torturer::killBeforePublish),
  KILLED_BETWEEN_PUBLISH_AND_MARK(Torturer::killBeforeMark),
  KILLED_BETWEEN_COMMIT_AND_OFFSET(Torturer::killBeforeOffset),
  KILLED_BETWEEN_COMMIT_AND_ANSWER(Torturer::killBeforeAnswer),
  ROLLING_RESTART(Torturer::rollingRestart);

  private final Strike strike;

  Fault(Strike strike) {
    this.strike = strike;
  }

  /** What it does; says what it did. */
  @FunctionalInterface
  interface Strike {
    String on(Torturer torturer) throws Exception;
  }

  String strike(Torturer torturer) throws Exception {
    return strike.on(torturer);
  }
}
