package io.tradewind.search;

import java.util.concurrent.CountDownLatch;
import org.codelibs.opensearch.runner.OpenSearchRunner;

/** Runs one OpenSearch node until the process is ended. */
public final class SearchNode {

  private SearchNode() {}

  /**
   * @param arguments the folder of the node and its HTTP port
   */
  @SuppressWarnings("resource")
  public static void main(String[] arguments) throws InterruptedException {
    int port = Integer.parseInt(arguments[1]);
    OpenSearchRunner runner =
        new OpenSearchRunner()
            .onBuild((number, settings) -> settings.put("discovery.type", "single-node"));
    // by default the runner tries no port above 9299; it adds the number of the node to the port
    runner.setMaxHttpPort(port);
    runner.build(
        OpenSearchRunner.newConfigs()
            .basePath(arguments[0])
            .numOfNode(1)
            .baseHttpPort(port - 1)
            .useLogger());
    new CountDownLatch(1).await();
  }
}
