using OnePassword.Events.Cli.Accounts;
using OnePassword.Events.Cli.Config.Outputs;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Secrets;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Destinations;

namespace OnePassword.Events.Cli.Tests.Follow.Outputs;

/// <summary>A destination that rejected its secret is tried at once when the secret was replaced.</summary>
[Category("InProcess")]
public sealed class ReplacedSecretTests
{
    private const string Replaced = "s3cret-that-is-new";

    [Test]
    [Description("A changed file is noticed after a second, and not after the wait of 30 seconds.")]
    public async Task Changed_file_of_a_secret_ends_the_wait_of_a_stopped_destination()
    {
        await using var stopped = await StoppedAsync(file => $"token.file={file}");
        await File.WriteAllTextAsync(stopped.File, Replaced);
        File.SetLastWriteTimeUtc(stopped.File, DateTime.UnixEpoch);

        stopped.Clock.Advance(TimeSpan.FromSeconds(1));

        await stopped.Delivering.WaitAsync(Wait.Limit, TimeProvider.System);
        Assert.That(stopped.Siem.Lines, Has.Count.EqualTo(1));
    }

    [Test]
    [Description("SIGHUP: the program that prints the secret is run again, and the destination is tried at once.")]
    public async Task Reload_ends_the_wait_of_a_stopped_destination()
    {
        await using var stopped = await StoppedAsync(file => $"token.command=[\"cat\",\"{file}\"]");
        await File.WriteAllTextAsync(stopped.File, Replaced);

        stopped.Run.ReloadSecrets();

        await stopped.Delivering.WaitAsync(Wait.Limit, TimeProvider.System);
        Assert.That(stopped.Siem.Lines, Has.Count.EqualTo(1));
    }

    [TestCase("token.file={0}", "the token from {0}.")]
    [TestCase("token.command=[\"cat\",\"{0}\"]", "the token from the output of cat.")]
    [TestCase("token.env=SIEM_TOKEN", "the token from the environment variable SIEM_TOKEN.")]
    [TestCase("headers.X-Key.env=SIEM_TOKEN", "the secret of the header X-Key from the environment variable SIEM_TOKEN.")]
    public async Task Message_about_a_rejected_secret_says_where_it_is_from(string setting, string source)
    {
        await using var stopped = await StoppedAsync(file => setting.Replace("{0}", file, StringComparison.Ordinal));
        Assert.That(stopped.Failure, Does.EndWith(
            "HTTP 401: unknown token. Check the token and its rights. It is " + source.Replace("{0}", stopped.File, StringComparison.Ordinal)));
        Assert.That(stopped.Failure, Does.Not.Contain("s3cret"));
    }

    // Delivers an event to an endpoint that rejects the secret.
    private static async Task<Stopped> StoppedAsync(Func<string, string> setting)
    {
        var folder = new TemporaryFolder();
        var siem = await FakeEndpoint.StartAsync();
        siem.Token = Replaced;
        var clock = new FakeTimeProvider(CliFixture.Now);
        var cli = new CliContext(Stream.Null, TextWriter.Null, TextReader.Null, _ => "s3cret-that-is-old", clock);
        var file = folder.Write("siem.token", "s3cret-that-is-old");
        var output = OutputOptionSource.Read("https", [$"url={siem.Url}", setting(file)], cli);
        var account = new Account(
            "acme", AccountToken.From(new SecretSource.Given("t0ken", "the test"), cli), EventsRegion.Europe, IsV1: false, []);
        var run = output.Start(new OutputContext(folder.Path, HasSeveralAccounts: false, Once: false, cli));
        var failures = new Failures();
        var origin = new EventOrigin { Feed = FeedNames.AuditEvents, ReadAt = CliFixture.Now };
        var page = new OutputPage([RawEvent.Parse("""{"uuid":"E1"}"""u8.ToArray())], origin, MayHaveArrived: false, _ => Task.CompletedTask);
        var delivering = run.SinkOf(account, FeedNames.AuditEvents, failures).AppendAsync(page, CancellationToken.None);
        var failure = await failures.First.WaitAsync(Wait.Limit, TimeProvider.System);
        return new Stopped(folder, siem, clock, file, run, delivering, failure);
    }

    private sealed class Failures : IProgress<DeliveryReport>
    {
        private readonly TaskCompletionSource<string> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> First => _first.Task;

        public void Report(DeliveryReport value)
        {
            if (value.Failure is { } failure)
                _first.TrySetResult(failure);
        }
    }

    private sealed record Stopped(
        TemporaryFolder Folder, FakeEndpoint Siem, FakeTimeProvider Clock, string File, OutputRun Run, Task Delivering, string Failure)
        : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            Run.Dispose();
            await Siem.DisposeAsync();
            Folder.Dispose();
        }
    }
}
