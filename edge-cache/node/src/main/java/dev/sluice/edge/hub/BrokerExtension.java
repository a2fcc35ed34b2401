package dev.sluice.edge.hub;

import static java.util.concurrent.TimeUnit.MINUTES;

import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.auth.SimpleAuthenticator;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthInput;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthOutput;
import com.hivemq.extension.sdk.api.client.parameter.Listener;
import com.hivemq.extension.sdk.api.client.parameter.ServerInformation;
import com.hivemq.extension.sdk.api.packets.auth.DefaultAuthorizationBehaviour;
import com.hivemq.extension.sdk.api.packets.connect.ConnackReasonCode;
import com.hivemq.extension.sdk.api.packets.connect.ConnectPacket;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;
import com.hivemq.extension.sdk.api.services.builder.Builders;
import com.hivemq.extension.sdk.api.services.session.ClientService;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets principals in, and nobody else; opens its topics to each.
///
/// User name and client id are both the principal's id, so that a principal can have one session
/// only, and nobody can take over another's.
final class BrokerExtension implements ExtensionMain {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerExtension.class);

  private static final Duration SWEEP_INTERVAL = Duration.ofHours(1);

  private final Map<String, Principal> builtIn;
  private final Principals principals;
  private final Runnable release;
  private final AtomicBoolean isReleased = new AtomicBoolean();
  private final AtomicReference<ServerInformation> server = new AtomicReference<>();
  private final AtomicReference<ClientService> clients = new AtomicReference<>();

  // guarded by itself
  private final SessionSweep sweep = new SessionSweep();

  /// @param release called once, when the services of HiveMQ have been taken
  BrokerExtension(BrokerConfig config, Runnable release) {
    this.builtIn =
        config.builtIn().stream().collect(Collectors.toMap(Principal::id, Function.identity()));
    this.principals = new PrincipalsFile(config.principalsFile());
    this.release = release;
  }

  @Override
  public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
    // Later, both would be those of the broker that was started last.
    var rules = new TopicRules(Builders.topicPermission());
    SimpleAuthenticator authenticator = (in, out) -> onConnect(rules, in, out);
    Services.securityRegistry().setAuthenticatorProvider(_ -> authenticator);
    server.set(input.getServerInformation());
    clients.set(Services.clientService());
    var _ =
        Services.extensionExecutorService()
            .scheduleWithFixedDelay(
                this::sweep, SWEEP_INTERVAL.toMinutes(), SWEEP_INTERVAL.toMinutes(), MINUTES);
    releaseServices();
  }

  @Override
  public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {}

  /// Lets the next broker of the process start. Calls after the first do nothing.
  void releaseServices() {
    if (isReleased.compareAndSet(false, true)) {
      release.run();
    }
  }

  /// Where the broker listens, once it has started.
  ///
  /// @throws IllegalStateException if this extension was not started: such a broker would let
  ///     everybody in; or if the broker listens nowhere
  int requirePort() {
    var information = server.get();
    if (information == null) {
      throw new IllegalStateException("the authenticating extension was not started");
    }
    return information.getListener().stream()
        .map(Listener::getPort)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no listener was started"));
  }

  /// The sessions by their principals: in how many seconds each ends when its client has gone.
  Map<String, Long> sessions() {
    var sessions = new ConcurrentSkipListMap<String, Long>();
    requireClients()
        .iterateAllClients(
            (_, session) ->
                sessions.put(session.getClientIdentifier(), session.getSessionExpiryInterval()))
        .join();
    return sessions;
  }

  /// Ends the sessions of principals that have left the file, and were gone at the last look.
  void sweep() {
    try {
      synchronized (sweep) {
        var known = new HashSet<>(principals.ids());
        if (!known.isEmpty()) {
          known.addAll(builtIn.keySet());
        }
        for (var id : sweep.look(sessions().keySet(), known)) {
          var _ = requireClients().invalidateSession(id).join();
          LOG.atInfo().addKeyValue("client", id).log("session ended: no principal has this name");
        }
      }
    } catch (CompletionException e) {
      LOG.atWarn().setCause(e).log("sessions cannot be looked at; again later");
    }
  }

  private ClientService requireClients() {
    var service = clients.get();
    if (service == null) {
      throw new IllegalStateException("the authenticating extension was not started");
    }
    return service;
  }

  private void onConnect(TopicRules rules, SimpleAuthInput input, SimpleAuthOutput output) {
    var principal = authenticate(input.getConnectPacket());
    if (principal.isEmpty()) {
      output.failAuthentication(
          ConnackReasonCode.BAD_USER_NAME_OR_PASSWORD, "no principal has this name and secret");
      return;
    }
    var permissions = output.getDefaultPermissions();
    permissions.clear();
    permissions.addAll(rules.of(principal.get()));
    permissions.setDefaultBehaviour(DefaultAuthorizationBehaviour.DENY);
    output.authenticateSuccessfully();
  }

  private Optional<Principal> authenticate(ConnectPacket connect) {
    var id = connect.getUserName().orElse("");
    var password = connect.getPassword().map(BrokerExtension::bytes);
    var principal =
        Optional.ofNullable(builtIn.get(id))
            .or(() -> principals.find(id))
            .filter(p -> p.id().equals(connect.getClientId()))
            .filter(p -> password.filter(p::hasPassword).isPresent());
    if (principal.isEmpty()) {
      LOG.atWarn()
          .addKeyValue("user", "'" + id.substring(0, Math.min(id.length(), 64)) + "'")
          .log("connection refused");
    }
    return principal;
  }

  private static byte[] bytes(ByteBuffer buffer) {
    var bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
