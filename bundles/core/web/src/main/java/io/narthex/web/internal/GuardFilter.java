// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.internal;

import io.narthex.spi.storage.StorageException;
import io.narthex.web.ApiException;
import io.narthex.web.ErrorBody;
import io.narthex.web.ErrorType;
import io.narthex.web.OwnRequests;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import org.eclipse.jetty.ee10.servlet.ServletContextResponse;
import org.eclipse.jetty.io.EofException;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.ServiceRanking;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardFilterAsyncSupported;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardFilterPattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands in front of every endpoint: which origins may read, how failures are told, what is
 * counted.
 */
@Component(service = Filter.class)
@HttpWhiteboardFilterPattern("/*")
@HttpWhiteboardFilterAsyncSupported
@ServiceRanking(Integer.MAX_VALUE)
public final class GuardFilter implements Filter {

  private static final Logger LOG = LoggerFactory.getLogger(GuardFilter.class);

  private final CorsPolicy cors;
  private final HttpMetrics metrics;

  /** A filter with the origins that the flags allow. */
  @Activate
  public GuardFilter(BundleContext context, @Reference HttpMetrics metrics) {
    this(CorsPolicy.of(context.getProperty("narthex.web.cors.origin")), metrics);
  }

  GuardFilter(CorsPolicy cors, HttpMetrics metrics) {
    this.cors = cors;
    this.metrics = metrics;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest asked = (HttpServletRequest) request;
    try {
      serve(asked, (HttpServletResponse) response, chain);
    } catch (IOException e) {
      if (!clientHasGone(e)) {
        throw e;
      }
      // Regular, and there is nobody to tell; the container would log it as an error of ours.
      LOG.debug("The client of {} has gone", asked.getRequestURI(), e);
    }
  }

  private void serve(HttpServletRequest asked, HttpServletResponse answer, FilterChain chain)
      throws IOException, ServletException {
    long start = System.nanoTime();
    try {
      if (asked.getRequestURI().startsWith("/api/")) {
        cors.apply(asked, answer);
        if ("OPTIONS".equals(asked.getMethod())) {
          answer.setStatus(HttpServletResponse.SC_NO_CONTENT);
          return;
        }
      }
      chain.doFilter(asked, answer);
    } catch (ApiException e) {
      tell(asked, answer, e.type(), String.valueOf(e.getMessage()), e);
    } catch (StorageException e) {
      tell(asked, answer, ErrorType.INTERNAL, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      if (answer.isCommitted()) {
        throw e;
      }
      tell(asked, answer, ErrorType.INTERNAL, String.valueOf(e.getMessage()), e);
    } catch (RuntimeException | ServletException | StackOverflowError e) {
      LOG.error("{} {} failed", asked.getMethod(), asked.getRequestURI(), e);
      tell(asked, answer, ErrorType.INTERNAL, "internal error: " + e, e);
    } finally {
      if (!OwnRequests.isOwn(asked)) {
        metrics.served(
            handler(asked), answer.getStatus(), System.nanoTime() - start, written(answer));
      }
    }
  }

  private static boolean clientHasGone(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof EofException || t instanceof ClosedChannelException) {
        return true;
      }
    }
    return false;
  }

  private static void tell(
      HttpServletRequest request,
      HttpServletResponse response,
      ErrorType type,
      String message,
      Throwable cause)
      throws IOException {
    if (response.isCommitted()) {
      // Ending the connection is the only way to say that the body is not whole.
      throw new IOException(
          "the answer to " + request.getRequestURI() + " could not be completed", cause);
    }
    response.resetBuffer();
    ErrorBody.write(response, type, message);
  }

  /** Returns how long the body is so far, before any compression. */
  private static long written(HttpServletResponse answer) {
    return ServletContextResponse.getServletContextResponse(answer).getHttpOutput().getWritten();
  }

  /** Returns the endpoint's pattern, so that the number of different labels stays small. */
  private static String handler(HttpServletRequest request) {
    HttpServletMapping mapping = request.getHttpServletMapping();
    String pattern = mapping == null ? "" : mapping.getPattern();
    return pattern.isEmpty() || pattern.equals("/") ? "/" : pattern;
  }
}
