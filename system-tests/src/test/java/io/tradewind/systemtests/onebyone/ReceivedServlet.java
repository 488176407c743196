package io.tradewind.systemtests.onebyone;

import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Returns the received payloads, one per line. */
@WebServlet("/heard")
public class ReceivedServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @Inject private SingleMessageConsumer heard;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain;charset=UTF-8");
    response.getWriter().print(String.join("\n", heard.payloads()));
  }
}
