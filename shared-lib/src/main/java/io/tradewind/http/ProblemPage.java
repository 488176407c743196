package io.tradewind.http;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** The error page of every WAR: the container's own errors become problems too. */
public class ProblemPage extends HttpServlet {

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    answer(response, Problem.ofStatus(status instanceof Integer code ? code : 404, null));
  }

  /** For a filter that refuses a request before it reaches a resource. */
  public static void answer(HttpServletResponse response, ProblemException refused)
      throws IOException {
    answer(response, Problem.of(refused.type(), refused.getMessage(), refused.members()));
  }

  static void answer(HttpServletResponse response, Problem problem) throws IOException {
    byte[] body = problem.json();
    response.setStatus(problem.status());
    response.setContentType(Problem.MEDIA_TYPE);
    response.setHeader(SecurityHeadersFilter.CACHE_CONTROL, SecurityHeadersFilter.NO_STORE);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
