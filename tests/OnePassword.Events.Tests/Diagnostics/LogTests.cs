using System.Reflection;
using Microsoft.Extensions.Logging;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Tests.Diagnostics;

/// <summary>The log messages with their levels and ids.</summary>
public sealed class LogTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [Test]
    public void Event_ids_never_change() =>
        Assert.That(
            typeof(EventsClient).Assembly.GetTypes()
                .SelectMany(type => type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
                .Select(method => (method.Name, method.GetCustomAttribute<LoggerMessageAttribute>()?.EventId))
                .Where(message => message.EventId is not null).OrderBy(message => message.EventId),
            Is.EqualTo(new[]
            {
                ("PageRead", (int?)1), ("Retrying", 2), ("WaitedForQuota", 3), ("TokenExpires", 4), ("ReloadRejected", 5),
                ("WaitingForQuota", 6), ("Restarting", 7), ("FollowingFailed", 8), ("FollowingStopped", 9), ("ClockDiffers", 10),
                ("PagesShrink", 11), ("FollowingStarted", 12), ("FollowingRecovered", 13),
            }));

    [Test]
    public async Task Pages_retries_and_waits_are_logged_once_each()
    {
        using var logs = new LogCapture();
        var clock = new FakeClock(Now);
        await using var fixture = await StartAsync(logs, clock, perMinute: 4);
        fixture.With(new Fault { Status = 500, After = 1 });
        await clock.RunAsync(fixture.ReadAuditEventsAsync());
        Assert.That(logs.OfLibrary.Select(line => (line.Id.Id, line.Level)), Is.EqualTo(new[]
        {
            (1, LogLevel.Debug), (2, LogLevel.Warning), (1, LogLevel.Debug), (1, LogLevel.Debug),
            (6, LogLevel.Information), (3, LogLevel.Information), (1, LogLevel.Debug),
        }));
        Assert.That(logs.OfLibrary[0].Message, Does.Match("^auditevents at 127[0-9.:]+: read a page of 50 events; more: True$"));
        Assert.That(
            logs.OfLibrary[1].Message,
            Does.Match(@"^auditevents at 127[0-9.:]+: attempt 1 of [0-9] failed \(500\); retrying in 0"));
        Assert.That(
            logs.OfLibrary[4].Message,
            Does.Match("^auditevents at 127[0-9.:]+: waiting for the account's quota, at least 60.* s$"));
        Assert.That(
            logs.OfLibrary[5].Message, Does.Match("^auditevents at 127[0-9.:]+: waited .*(60|01:00).* for the account's quota$"));
    }

    [TestCase(13, true)]
    [TestCase(0, true)]
    [TestCase(-1, true)]
    [TestCase(15, false)]
    [TestCase(365, false)]
    [TestCase(null, false)]
    public async Task The_expiry_of_a_token_is_logged_once_and_in_time(int? days, bool warned)
    {
        var expiry = Expires(days);
        Assert.That(await WarningsAsync(() => expiry), Is.EqualTo(warned ? 1 : 0));
    }

    [Test]
    public async Task The_expiry_of_each_new_token_is_logged()
    {
        var tokens = new Queue<EventsToken>([Expires(1), Expires(2), Expires(100), Expires(3)]);
        Assert.That(await WarningsAsync(tokens.Dequeue), Is.EqualTo(3));
    }

    [Test]
    public async Task The_expiry_of_a_token_from_a_provider_is_logged_once() =>
        Assert.That(await WarningsAsync(() => Expires(1)), Is.EqualTo(1));

    [Test]
    public async Task The_expiry_of_a_token_is_logged_when_it_comes_near_during_use()
    {
        const string Page = """{"cursor":"c1","has_more":false,"items":[]}""";
        using var logs = new LogCapture();
        var clock = new FakeClock(Now);
        using var client = new EventsClient(
            new StubServer().Responds(Page).Responds(Page).Responds(Page),
            Expires(20),
            new EventsClientOptions { Region = EventsRegion.Europe, TimeProvider = clock, LoggerFactory = logs.Factory() });
        for (var day = 0; day <= 14; day += 7)
        {
            await client.AuditEvents.ReadAsync().ToListAsync();
            Assert.That(logs.OfLibrary.Count(line => line.Id.Id == 4), Is.EqualTo(day >= 7 ? 1 : 0));
            clock.Advance(TimeSpan.FromDays(7));
        }
    }

    private static EventsToken Expires(int? days) => days is { } left
        ? Tokens.WithClaims($$"""{"jti":"{{days}}","exp":{{Now.AddDays(left).ToUnixTimeSeconds()}}}""")
        : Tokens.WithClaims("{}");

    private static async Task<int> WarningsAsync(Func<EventsToken> token)
    {
        const string Page = """{"cursor":"c1","has_more":false,"items":[]}""";
        using var logs = new LogCapture();
        using var client = new EventsClient(
            new StubServer().Responds(Page).Responds(Page).Responds(Page).Responds(Page),
            EventsTokenProvider.From(_ => ValueTask.FromResult(token())),
            new EventsClientOptions { Region = EventsRegion.Europe, TimeProvider = new FakeClock(Now), LoggerFactory = logs.Factory() });
        for (var request = 0; request < 4; request++)
            await client.AuditEvents.ReadAsync().ToListAsync();
        Assert.That(logs.OfLibrary.Where(line => line.Id.Id == 4).Select(line => line.Level), Is.All.EqualTo(LogLevel.Warning));
        return logs.OfLibrary.Count(line => line.Id.Id == 4);
    }

    private static Task<EmulatorFixture> StartAsync(LogCapture logs, FakeClock clock, int perMinute) => EmulatorFixture.StartAsync(
        options =>
        {
            EmulatorFixture.Patient(options);
            options.RateLimiter.PerMinute = perMinute;
        },
        clock,
        (emulator, options) =>
        {
            options.LoggerFactory = logs.Factory();
            return new EventsClient(emulator.Token, options);
        });
}
