package io.tradewind.search;

import java.util.concurrent.CountDownLatch;
import org.codelibs.opensearch.runner.OpenSearchRunner;

/** One node of OpenSearch, until the process is ended. */
public final class SearchNode {

  private SearchNode() {}

  /**
   * @param arguments its folder, and the port of its HTTP
   */
  @SuppressWarnings("resource")
  public static void main(String[] arguments) throws InterruptedException {
    int port = Integer.parseInt(arguments[1]);
    OpenSearchRunner runner =
        new OpenSearchRunner()
            .onBuild((number, settings) -> settings.put("discovery.type", "single-node"));
    // the runner itself stops looking at 9299, and adds the number of the node
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
