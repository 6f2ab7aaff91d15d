// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.internal;

import io.narthex.process.ServerProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.util.tracker.ServiceTracker;

/** A real Felix with every bundle that is on the test's class path, this one among them. */
final class Container implements AutoCloseable {

  /** What the test and the bundles must see as the same classes, and logging. */
  private static final String SHARED_PACKAGES =
      "org.slf4j;version=2.0.20,org.slf4j.spi;version=2.0.20,org.slf4j.helpers;version=2.0.20,"
          + "org.slf4j.event;version=2.0.20,javax.annotation;version=3.0.2,"
          + "io.narthex.process;version=1.1.0,jakarta.servlet;version=6.0,jakarta.servlet.http;version=6.0,"
          + "jakarta.servlet.annotation;version=6.0,jakarta.servlet.descriptor;version=6.0,"
          + "javax.servlet;version=3.1,javax.servlet.http;version=3.1,"
          + "javax.servlet.annotation;version=3.1,javax.servlet.descriptor;version=3.1";

  private static final String NOT_INSTALLED =
      "org.apache.felix.framework|slf4j.*|ch.qos.logback.*|junit.*|org.junit.*|assertj.*"
          + "|org.assertj.*|net.bytebuddy.*|org.opentest4j|org.apiguardian.*"
          + "|jakarta.servlet-api|org.apache.felix.http.servlet-api|org.osgi.service.(servlet|cm)|osgi.*|narthex-core-launcher"
          + "|org.apache.felix.http.(base|wrappers)";

  /** Only its classes are wanted, not the file of the server's own configuration. */
  private static final String NOT_STARTED = "narthex-core-config";

  /** Why the start was given up. */
  final CompletableFuture<String> failure = new CompletableFuture<>();

  private final Framework framework;

  Container(Path cache, Map<String, String> properties) throws BundleException, IOException {
    Map<String, String> configuration = new HashMap<>(properties);
    configuration.put(Constants.FRAMEWORK_STORAGE, cache.toString());
    configuration.put("org.apache.felix.http.require.config", "true");
    configuration.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, SHARED_PACKAGES);
    configuration.put(
        Constants.FRAMEWORK_SYSTEMCAPABILITIES_EXTRA,
        "osgi.contract;osgi.contract=JavaServlet;version:Version=4.0,"
            + "osgi.contract;osgi.contract=JakartaServlet;version:Version=6.0");
    framework =
        ServiceLoader.load(FrameworkFactory.class)
            .findFirst()
            .orElseThrow()
            .newFramework(configuration);
    framework.start();
    context().registerService(ServerProcess.class, new Process(), null);
    List<Bundle> bundles = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      String name = symbolicName(Path.of(entry));
      if (!name.isEmpty() && !name.matches(NOT_INSTALLED)) {
        bundles.add(context().installBundle("reference:" + Path.of(entry).toUri()));
      }
    }
    for (Bundle bundle : bundles) {
      if (bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null
          && !bundle.getSymbolicName().equals(NOT_STARTED)) {
        bundle.start();
      }
    }
  }

  private static String symbolicName(Path entry) throws IOException {
    Manifest manifest = null;
    if (Files.isDirectory(entry)) {
      Path file = entry.resolve(JarFile.MANIFEST_NAME);
      if (Files.exists(file)) {
        try (var in = Files.newInputStream(file)) {
          manifest = new Manifest(in);
        }
      }
    } else if (Files.exists(entry)) {
      try (JarFile jar = new JarFile(entry.toFile())) {
        manifest = jar.getManifest();
      }
    }
    String name =
        manifest == null
            ? null
            : manifest.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME);
    return name == null ? "" : name;
  }

  BundleContext context() {
    return framework.getBundleContext();
  }

  /** Waits for a service of a class that only the bundles know. */
  Object await(String filter) throws Exception {
    ServiceTracker<Object, Object> tracker =
        new ServiceTracker<>(context(), context().createFilter(filter), null);
    tracker.open(true);
    try {
      Object service = tracker.waitForService(Duration.ofSeconds(20).toMillis());
      if (service == null) {
        throw new AssertionError("no service " + filter + " within 20 s");
      }
      return service;
    } finally {
      tracker.close();
    }
  }

  Object property(String filter, String name) throws Exception {
    return context().getAllServiceReferences(null, filter)[0].getProperty(name);
  }

  @Override
  public void close() throws Exception {
    framework.stop();
    framework.waitForStop(20_000);
  }

  private final class Process implements ServerProcess {

    @Override
    public void fail(String reason) {
      failure.complete(reason);
    }

    @Override
    public void misconfigured(String reason) {
      fail(reason);
    }

    @Override
    public void ready() {}

    @Override
    public void shutdown() {}
  }
}
