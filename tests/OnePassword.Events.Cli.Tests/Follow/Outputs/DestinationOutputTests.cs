using System.Text;
using OnePassword.Events.Cli.Config.Outputs;
using OnePassword.Events.Cli.Follow.Outputs;
using OnePassword.Events.Cli.Shared;
using OnePassword.Events.Cli.Tests.Config;
using OnePassword.Events.Cli.Tests.Support;
using OnePassword.Events.Destinations;

namespace OnePassword.Events.Cli.Tests.Follow.Outputs;

/// <summary>A destination as an output, on a clock of the test.</summary>
[Category("InProcess")]
public sealed class DestinationOutputTests
{
    private static readonly TimeSpan ShorterThanTimeout = TimeSpan.FromSeconds(59);

    [Test]
    [Platform(Exclude = "Win", Reason = "The secret is the output of cat.")]
    public async Task Secret_is_read_again_after_the_destination_rejected_it()
    {
        await using var siem = await FakeEndpoint.StartAsync();
        siem.Token = "new-s3cret";
        using var file = new ConfigFile();
        await File.WriteAllTextAsync(file["secret"], "old-s3cret");
        var clock = new FakeClock(CliFixture.Now);
        var output = Read(file, $$"""
            "url": "{{siem.Url}}", "token": { "command": ["cat", {{System.Text.Json.JsonSerializer.Serialize(file["secret"])}}] }
            """);
        using var run = output.Start(new OutputContext(file["state"], HasSeveralAccounts: false, Once: false, Context(clock)));
        using var sink = run.SinkOf(account: null!, FeedNames.AuditEvents, new Progress<DeliveryReport>());

        var delivery = sink.AppendAsync(Page(), CancellationToken.None);
        await Wait.UntilAsync(() => siem.Requests.Count > 0);
        await File.WriteAllTextAsync(file["secret"], "new-s3cret");
        await clock.RunAsync(delivery, within: ShorterThanTimeout);

        Assert.That(await delivery, Is.Null);
        Assert.That(siem.Lines, Has.Count.EqualTo(1));
        Assert.That(siem.Requests.First().Header("Authorization"), Is.EqualTo("Bearer old-s3cret"));
    }

    [Test]
    public async Task Run_with_once_gives_up_after_a_minute_with_exit_code_6()
    {
        await using var siem = await FakeEndpoint.StartAsync();
        siem.Choose = _ => new ServiceFault.Respond(new ServiceReply(503));
        using var file = new ConfigFile();
        var clock = new FakeClock(CliFixture.Now);
        using var run = Read(file, $"\"url\": \"{siem.Url}\"").Start(
            new OutputContext(file["state"], HasSeveralAccounts: false, Once: true, Context(clock)));
        using var sink = run.SinkOf(account: null!, FeedNames.AuditEvents, new Progress<DeliveryReport>());

        var failure = Failure.Of(Assert.ThrowsAsync<DestinationException>(
            () => clock.RunAsync(sink.AppendAsync(Page(), CancellationToken.None), within: ShorterThanTimeout))!);
        Assert.That(failure.ExitCode, Is.EqualTo(6));
        Assert.That(failure.Text, Does.StartWith("http://127.0.0.1:").And.Contain("503"));
        Assert.That(siem.Requests, Has.Count.GreaterThan(2));
        Assert.That(clock.GetUtcNow() - CliFixture.Now, Is.LessThanOrEqualTo(TimeSpan.FromMinutes(1)));
    }

    [Test]
    [Description("Each feed had a minute of its own, so that three feeds took three minutes.")]
    public async Task Run_with_once_gives_up_after_one_minute_for_all_feeds([Values] bool hangs)
    {
        await using var siem = await FakeEndpoint.StartAsync();
        siem.Choose = _ => hangs ? new ServiceFault.Hang() : new ServiceFault.Respond(new ServiceReply(503));
        using var file = new ConfigFile();
        var clock = new FakeClock(CliFixture.Now);
        using var run = Read(file, $"\"url\": \"{siem.Url}\"").Start(
            new OutputContext(file["state"], HasSeveralAccounts: false, Once: true, Context(clock)));
        var feeds = Enumerable.Range(0, 6).Select(_ => run.SinkOf(account: null!, FeedNames.AuditEvents, new Progress<DeliveryReport>())
            .AppendAsync(Page(), CancellationToken.None)).ToList();
        if (hangs)
        {
            await Wait.UntilAsync(() => siem.Requests.Count == 4);
            clock.Advance(TimeSpan.FromMinutes(1));
        }

        await clock.RunAsync(Task.WhenAll(feeds).ContinueWith(_ => { }, TaskScheduler.Default), within: ShorterThanTimeout);

        Assert.That(feeds.Select(feed => feed.Exception!.InnerException), Is.All.TypeOf<DestinationException>());
        Assert.That(clock.GetUtcNow() - CliFixture.Now, Is.LessThanOrEqualTo(TimeSpan.FromSeconds(60.5)), "with the grace period");
    }

    [Test]
    public async Task Timeout_is_that_of_the_configuration()
    {
        await using var siem = await FakeEndpoint.StartAsync();
        siem.Inject(new ServiceFault.Hang());
        using var file = new ConfigFile();
        var clock = new FakeClock(CliFixture.Now);
        using var run = Read(file, $"\"url\": \"{siem.Url}\", \"timeout\": \"5s\"").Start(
            new OutputContext(file["state"], HasSeveralAccounts: false, Once: true, Context(clock)));
        using var sink = run.SinkOf(account: null!, FeedNames.AuditEvents, new Progress<DeliveryReport>());
        var delivery = sink.AppendAsync(Page(), CancellationToken.None);
        await Wait.UntilAsync(() => siem.Requests.Count == 1);
        clock.Advance(TimeSpan.FromSeconds(5));
        await clock.RunAsync(delivery, within: TimeSpan.FromSeconds(4));
        Assert.That(siem.Lines, Has.Count.EqualTo(1));
    }

    [TestCaseSource(typeof(OutputsReader), nameof(OutputsReader.DestinationTypes))]
    public void Each_type_of_destination_has_a_timeout(string type)
    {
        using var file = new ConfigFile();
        var output = file.Read(ConfigSample.Output(type, $"{ConfigSample.KeysOf(type)}, \"timeout\": \"2m\"")).Outputs.Single();
        Assert.That(((DestinationOutput)output).Timeout, Is.EqualTo(TimeSpan.FromMinutes(2)));
    }

    [TestCase("", "Idempotency-Key")]
    [TestCase(", \"idempotency_header\": \"X-Key\"", "X-Key")]
    [TestCase(", \"idempotency_header\": \"none\"", null)]
    public async Task Idempotency_header_can_be_named_or_omitted(string setting, string? header)
    {
        await using var siem = await FakeEndpoint.StartAsync();
        using var file = new ConfigFile();
        using var run = Read(file, $"\"url\": \"{siem.Url}\"{setting}").Start(
            new OutputContext(file["state"], HasSeveralAccounts: false, Once: true, Context(new FakeClock(CliFixture.Now))));
        using var sink = run.SinkOf(account: null!, FeedNames.AuditEvents, new Progress<DeliveryReport>());
        await sink.AppendAsync(Page(), CancellationToken.None);
        var request = siem.Requests.Single();
        Assert.That(
            new[] { "Idempotency-Key", "X-Key", "none" }.Where(name => request.Header(name) is not null),
            Is.EqualTo(header is null ? Array.Empty<string>() : [header]));
    }

    private static DestinationOutput Read(ConfigFile file, string keys) =>
        (DestinationOutput)file.Read(ConfigSample.Output("https", keys)).Outputs.Single();

    private static CliContext Context(TimeProvider clock) =>
        new(Stream.Null, TextWriter.Null, TextReader.Null, _ => null, clock);

    private static OutputPage Page() => new(
        [RawEvent.Parse(Encoding.UTF8.GetBytes("""{"uuid":"A","timestamp":"2026-01-31T11:00:00Z"}"""))],
        new EventOrigin { Feed = FeedNames.AuditEvents, ReadAt = CliFixture.Now },
        MayHaveArrived: true,
        _ => Task.CompletedTask);
}
