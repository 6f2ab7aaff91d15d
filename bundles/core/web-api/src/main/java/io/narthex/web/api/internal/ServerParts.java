// SPDX-License-Identifier: Apache-2.0
package io.narthex.web.api.internal;

import io.narthex.config.ConfigService;
import io.narthex.promql.FunctionCatalogue;
import io.narthex.promql.QueryEngine;
import io.narthex.promql.QueryText;
import io.narthex.promql.RunningQueries;
import io.narthex.scrape.TargetInventory;
import io.narthex.spi.storage.StorageEngine;
import io.narthex.web.ApiException;
import io.narthex.web.ClientWatch;
import io.narthex.web.ErrorType;
import io.narthex.web.WebServer;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/**
 * The parts of the server that endpoints ask. Each may come and go while the server runs; asking
 * for one that is not there is answered with status 503 and a sentence. Safe for several threads.
 */
@Component(service = ServerParts.class)
public final class ServerParts {

  private volatile @Nullable StorageEngine storage;
  private volatile @Nullable QueryEngine queries;
  private volatile @Nullable QueryText text;
  private volatile @Nullable FunctionCatalogue functions;
  private volatile @Nullable RunningQueries running;
  private volatile @Nullable ClientWatch clients;
  private volatile @Nullable ConfigService configuration;
  private volatile @Nullable TargetInventory targets;
  private volatile @Nullable WebServer server;

  /** Returns the storage engine. */
  public StorageEngine storage() {
    return present(storage, "the storage engine is not there yet; look at /-/ready for the reason");
  }

  /** Returns the storage engine, or null while there is none. */
  public @Nullable StorageEngine storageIfAny() {
    return storage;
  }

  /** Returns the query engine. */
  public QueryEngine queries() {
    return present(queries, "the query engine is not there yet; look at /-/ready for the reason");
  }

  /** Returns the reader of expressions. */
  public QueryText text() {
    return present(text, "the query engine is not there yet; look at /-/ready for the reason");
  }

  /** Returns the list of functions. */
  public FunctionCatalogue functions() {
    return present(functions, "the query engine is not there yet; look at /-/ready for the reason");
  }

  /** Returns the running queries. */
  public RunningQueries running() {
    return present(running, "the query engine is not there yet; look at /-/ready for the reason");
  }

  /** Interrupts the calling thread when the client goes away, until the handle is closed. */
  public ClientWatch.Watching watch(HttpServletRequest request) {
    ClientWatch watch = clients;
    return watch == null ? () -> {} : watch.watch(request);
  }

  /** Returns the configuration service. */
  public ConfigService configuration() {
    return present(configuration, "no configuration is in force yet; look at /-/ready");
  }

  /** Returns the configuration service, or null while no configuration is in force. */
  public @Nullable ConfigService configurationIfAny() {
    return configuration;
  }

  /** Returns the targets. */
  public TargetInventory targets() {
    return present(targets, "the scrape manager is not there yet; look at /-/ready for the reason");
  }

  /** Returns the web server, or null in the moments before it listens. */
  public @Nullable WebServer server() {
    return server;
  }

  private static <T> T present(@Nullable T part, String otherwise) {
    if (part == null) {
      throw new ApiException(ErrorType.NOT_READY, otherwise);
    }
    return part;
  }

  /** Takes the storage engine. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  public void setStorage(StorageEngine engine) {
    storage = engine;
  }

  /** Lets the storage engine go, unless another has taken its place. */
  public void unsetStorage(StorageEngine engine) {
    storage = storage == engine ? null : storage;
  }

  /** Takes the query engine. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  public void setQueries(QueryEngine engine) {
    queries = engine;
  }

  /** Lets the query engine go, unless another has taken its place. */
  public void unsetQueries(QueryEngine engine) {
    queries = queries == engine ? null : queries;
  }

  /** Takes the web server. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  public void setServer(WebServer webServer) {
    server = webServer;
  }

  /** Lets the web server go, unless another has taken its place. */
  public void unsetServer(WebServer webServer) {
    server = server == webServer ? null : server;
  }

  /** Takes the reader of expressions. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  public void setText(QueryText service) {
    text = service;
  }

  /** Lets the reader of expressions go, unless another has taken its place. */
  public void unsetText(QueryText service) {
    text = text == service ? null : text;
  }

  /** Takes the list of functions. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  public void setFunctions(FunctionCatalogue service) {
    functions = service;
  }

  /** Lets the list of functions go, unless another has taken its place. */
  public void unsetFunctions(FunctionCatalogue service) {
    functions = functions == service ? null : functions;
  }

  /** Takes the running queries. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  public void setRunning(RunningQueries service) {
    running = service;
  }

  /** Lets the running queries go, unless another has taken its place. */
  public void unsetRunning(RunningQueries service) {
    running = running == service ? null : running;
  }

  /** Takes the watch over clients. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  public void setClients(ClientWatch service) {
    clients = service;
  }

  /** Lets the watch over clients go, unless another has taken its place. */
  public void unsetClients(ClientWatch service) {
    clients = clients == service ? null : clients;
  }

  /** Takes the configuration service. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  public void setConfiguration(ConfigService service) {
    configuration = service;
  }

  /** Lets the configuration service go, unless another has taken its place. */
  public void unsetConfiguration(ConfigService service) {
    configuration = configuration == service ? null : configuration;
  }

  /** Takes the scrape manager's targets. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  public void setTargets(TargetInventory service) {
    targets = service;
  }

  /** Lets the scrape manager's targets go, unless another has taken its place. */
  public void unsetTargets(TargetInventory service) {
    targets = targets == service ? null : targets;
  }
}
