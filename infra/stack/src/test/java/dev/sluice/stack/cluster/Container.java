package dev.sluice.stack.cluster;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Volume;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.output.OutputFrame;

/// One container: it keeps its name, its folders and its ports over kills and starts.
final class Container implements AutoCloseable {
  private final String name;
  private final GenericContainer<?> container;

  private Container(String name, GenericContainer<?> container) {
    this.name = name;
    this.container = container;
  }

  /// What a container is made of.
  ///
  /// @param name under which others of the network find it
  /// @param image what its files come from
  /// @param user id of the user that runs in it
  /// @param folder of this machine that it sees
  /// @param inside where it sees it
  /// @param access whether it may write there
  /// @param memory file systems that are gone when it stops, with their options, by place
  /// @param environment variables
  /// @param ports of this machine that lead to its ports, by the latter
  /// @param directory the working directory
  /// @param command what runs in it
  record Plan(
      String name,
      Images image,
      int user,
      Path folder,
      String inside,
      AccessMode access,
      Map<String, String> memory,
      Map<String, String> environment,
      Map<Integer, Integer> ports,
      String directory,
      List<String> command) {
    Plan {
      memory = Map.copyOf(memory);
      environment = Map.copyOf(environment);
      ports = Map.copyOf(ports);
      command = List.copyOf(command);
    }
  }

  /// Starts a container; what runs in it may take longer, or have ended already.
  static Container start(Plan plan, Network network) {
    GenericContainer<?> container =
        new GenericContainer<>(plan.image().image())
            .withNetwork(network)
            .withNetworkAliases(plan.name())
            .withEnv(plan.environment())
            .withWorkingDirectory(plan.directory())
            .withCommand(plan.command().toArray(String[]::new))
            .withTmpFs(plan.memory())
            .withStartupCheckStrategy(new Started())
            .withCreateContainerCmdModifier(command -> adapt(command, plan));
    container.start();
    return new Container(plan.name(), container);
  }

  private static void adapt(CreateContainerCmd command, Plan plan) {
    HostConfig host = Objects.requireNonNull(command.getHostConfig());
    List<PortBinding> ports = new ArrayList<>();
    plan.ports().forEach((in, out) -> ports.add(PortBinding.parse("127.0.0.1:" + out + ":" + in)));
    var _ =
        host.withBinds(new Bind(plan.folder().toString(), new Volume(plan.inside()), plan.access()))
            .withPortBindings(ports);
    var _ =
        command
            .withHostName(plan.name())
            .withUser(plan.user() + ":" + plan.user())
            .withExposedPorts(plan.ports().keySet().stream().map(ExposedPort::tcp).toList());
  }

  String name() {
    return name;
  }

  /// Whether something runs in it.
  boolean isRunning() {
    return Boolean.TRUE.equals(docker().inspectContainerCmd(id()).exec().getState().getRunning());
  }

  /// Kills what runs in it, as a crash would.
  ///
  /// @throws com.github.dockerjava.api.exception.ConflictException if nothing runs in it
  void kill() {
    docker().killContainerCmd(id()).withSignal("KILL").exec();
    var _ = awaitEnd();
  }

  /// Starts it again.
  void restart() {
    docker().startContainerCmd(id()).exec();
  }

  /// Waits for its end, three minutes at most.
  ///
  /// @return the exit code
  int awaitEnd() {
    return docker().waitContainerCmd(id()).start().awaitStatusCode(3, TimeUnit.MINUTES);
  }

  /// What it wrote to standard output so far.
  String output() {
    return container.getLogs(OutputFrame.OutputType.STDOUT);
  }

  /// What it wrote to standard error so far.
  String errors() {
    return container.getLogs(OutputFrame.OutputType.STDERR);
  }

  private String id() {
    return container.getContainerId();
  }

  private static DockerClient docker() {
    return DockerClientFactory.lazyClient();
  }

  /// Kills it if it still runs, and removes it.
  @Override
  public void close() {
    container.stop();
  }
}
