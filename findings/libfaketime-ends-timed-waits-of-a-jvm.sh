#!/usr/bin/env bash
# Debian's libfaketime 0.9.10-2.1 (glibc 2.36) under OpenJDK 17, as one uses it to set back the clock of one Java service.
#
# With DONT_FAKE_MONOTONIC=1, which leaves System.nanoTime alone, Object.wait with a time-out returns at once, as if
# its time were over; Thread.sleep and CountDownLatch.await take their time. A program that waits in turns then spins.
# FAKETIME_FORCE_MONOTONIC_FIX=0 mends it: the library's work-around for waits by the monotonic clock is on unless it
# is told otherwise, and changes the JVM's waits although their clock is not faked.
#
# Needs a JDK 17, Debian 12 (apt-get, dpkg). Prints what was seen; fails when it is different.
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

apt-get -q download libfaketime=0.9.10-2.1 >/dev/null 2>&1
dpkg -x libfaketime_*.deb files
library=$(echo "$work"/files/usr/lib/*/faketime/libfaketimeMT.so.1)

cat >Waits.java <<'JAVA'
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

class Waits {
  interface Wait {
    void go() throws Exception;
  }

  public static void main(String[] now) throws Exception {
    long behind = Long.parseLong(now[0]) - System.currentTimeMillis() / 1000;
    System.out.println("clock an hour behind: " + (Math.abs(behind - 3600) < 300));
    Object lock = new Object();
    took("Thread.sleep", () -> Thread.sleep(2000));
    took(
        "Object.wait",
        () -> {
          synchronized (lock) {
            lock.wait(2000);
          }
        });
    took("CountDownLatch.await", () -> new CountDownLatch(1).await(2, TimeUnit.SECONDS));
  }

  static void took(String name, Wait wait) throws Exception {
    long start = System.nanoTime();
    wait.go();
    boolean whole = System.nanoTime() - start > 1_900_000_000L;
    System.out.println(name + " of 2 s " + (whole ? "takes its time" : "returns at once"));
  }
}
JAVA
javac -d classes Waits.java

an_hour_behind() {
  env LD_PRELOAD="$library" FAKETIME=-1h DONT_FAKE_MONOTONIC=1 "$@" java -cp classes Waits "$(date +%s)"
}

echo "by default" | tee seen.log
an_hour_behind | tee -a seen.log
echo "with FAKETIME_FORCE_MONOTONIC_FIX=0" | tee -a seen.log
an_hour_behind FAKETIME_FORCE_MONOTONIC_FIX=0 | tee -a seen.log

diff - seen.log <<SEEN
by default
clock an hour behind: true
Thread.sleep of 2 s takes its time
Object.wait of 2 s returns at once
CountDownLatch.await of 2 s takes its time
with FAKETIME_FORCE_MONOTONIC_FIX=0
clock an hour behind: true
Thread.sleep of 2 s takes its time
Object.wait of 2 s takes its time
CountDownLatch.await of 2 s takes its time
SEEN
echo "libfaketime 0.9.10-2.1 behaves as described."
