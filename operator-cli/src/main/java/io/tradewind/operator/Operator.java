package io.tradewind.operator;

import io.tradewind.client.OperationsApi;
import io.tradewind.client.SignIn;
import io.tradewind.client.Tradewind;
import java.io.PrintWriter;
import java.net.URI;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options of all commands: the platform's address and the user. */
@Command(
    name = "tradewind",
    description = "Looks after a running Tradewind.",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    version = "tradewind 1.0.0",
    subcommands = {
      ParkedCommands.class,
      SagaCommands.class,
      LostCommands.class,
      OutboxCommands.class,
      PaymentCommands.class,
      StockCommands.class,
      ActionCommands.class
    })
public final class Operator {

  @Option(
      names = "--url",
      scope = ScopeType.INHERIT,
      defaultValue = "${env:TRADEWIND_URL:-http://localhost:9080/}",
      paramLabel = "URL",
      description =
          "Where the services are; {service} in it stands for the service's name."
              + " TRADEWIND_URL; default: http://localhost:9080/")
  private String url;

  @Option(
      names = "--user",
      scope = ScopeType.INHERIT,
      defaultValue = "${env:TRADEWIND_USER}",
      paramLabel = "EMAIL",
      description = "Who signs in; TRADEWIND_USER. The password is read from TRADEWIND_PASSWORD.")
  private String user;

  @Option(
      names = "--token",
      scope = ScopeType.INHERIT,
      defaultValue = "${env:TRADEWIND_TOKEN}",
      paramLabel = "TOKEN",
      description = "An access token, instead of signing in; TRADEWIND_TOKEN.")
  private String token;

  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true);
    PrintWriter err = new PrintWriter(System.err, true);
    System.exit(run(out, err, arguments));
  }

  /**
   * Runs a command without ending the JVM.
   *
   * @return 0 when it succeeded, 1 when it failed, 2 when it was not understood
   */
  public static int run(PrintWriter out, PrintWriter err, String... arguments) {
    // The libraries' logs are of no use to an operator.
    Logger.getLogger("").setLevel(Level.SEVERE);
    return new CommandLine(new Operator())
        .setOut(out)
        .setErr(err)
        .setParameterExceptionHandler(Complaints::misunderstood)
        .setExecutionExceptionHandler(Complaints::failed)
        .execute(arguments);
  }

  OperationsApi operations(String service) {
    return signedIn().operations(service);
  }

  Tradewind signedIn() {
    Tradewind anyone = Tradewind.at(service -> URI.create(url.replace("{service}", service)));
    if (token == null) {
      token = anyone.users().signIn(new SignIn(name(), password())).accessToken();
    }
    return anyone.as(() -> token);
  }

  private String name() {
    if (user == null) {
      throw new Complaint("Nobody is signed in: set TRADEWIND_USER and TRADEWIND_PASSWORD.");
    }
    return user;
  }

  private static String password() {
    String password = System.getenv("TRADEWIND_PASSWORD");
    if (password == null) {
      throw new Complaint("There is no password: set TRADEWIND_PASSWORD.");
    }
    return password;
  }
}
