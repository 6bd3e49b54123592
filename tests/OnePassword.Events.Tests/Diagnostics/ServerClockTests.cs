using System.Net;
using Microsoft.Extensions.Logging;
using OnePassword.Events.Diagnostics;
using OnePassword.Events.Emulator;

namespace OnePassword.Events.Tests.Diagnostics;

/// <summary>The local clock is compared with the server's clock, which the Date header of a response states.</summary>
public sealed class ServerClockTests
{
    private const string Page = """{"cursor":"c1","has_more":false,"items":[]}""";
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    [TestCase(-2.0 * 24 * 60, "2 days ahead of")]
    [TestCase(3.0 * 60, "3 hours behind")]
    [TestCase(-1.5, "1.5 minutes ahead of")]
    [TestCase(1.0, null)]
    [TestCase(-1.0, null)]
    public async Task A_wrong_local_clock_is_logged_once(double minutes, string? difference)
    {
        using var logs = new LogCapture();
        var date = Now.AddMinutes(minutes);
        using var client = Client(logs, new FakeClock(Now), DateHeader(date), DateHeader(date));

        Assert.That(client.ClockOffset, Is.Null);
        await client.AuditEvents.ReadAsync().ToListAsync();
        await client.AuditEvents.ReadAsync().ToListAsync();

        Assert.That(client.ClockOffset, Is.EqualTo(date - Now));
        var warning = $"The local clock is {difference} the server's clock at eu. Correct it: relative times are computed from the local clock";
        Assert.That(Warnings(logs), Is.EqualTo(difference is null ? [] : new[] { (LogLevel.Warning, warning) }));
    }

    [Test]
    public async Task A_local_clock_that_is_wrong_again_is_logged_again()
    {
        using var logs = new LogCapture();
        using var client = Client(logs, new FakeClock(Now), DateHeader(Now.AddHours(1)), DateHeader(Now), DateHeader(Now.AddHours(1)));
        for (var number = 0; number < 3; number++)
            await client.AuditEvents.ReadAsync().ToListAsync();

        Assert.That(Warnings(logs), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task A_response_without_a_date_and_an_error_of_a_proxy_do_not_set_the_clock_offset()
    {
        using var logs = new LogCapture();
        var server = new StubServer().Responds(HttpStatusCode.Forbidden, "", headers: headers => headers.Date = Now.AddDays(9)).Responds(Page);
        using var client = Client(logs, new FakeClock(Now), server);

        Assert.That(async () => await client.AuditEvents.ReadAsync().ToListAsync(), Throws.InstanceOf<EventsApiException>());
        await client.AuditEvents.ReadAsync().ToListAsync();

        Assert.That(client.ClockOffset, Is.Null);
        Assert.That(Warnings(logs), Is.Empty);
    }

    [Test]
    public async Task The_emulator_states_its_own_clock_in_the_Date_header()
    {
        using var logs = new LogCapture();
        await using var emulator = await EventsEmulator.StartAsync(new EmulatorOptions { EventsPerFeed = 1, Now = Now });
        using var client = new EventsClient(emulator.Token, new EventsClientOptions
        {
            Region = EventsRegion.At(emulator.BaseAddress),
            TimeProvider = new FakeClock(Now),
            LoggerFactory = logs.Factory(),
        });

        await client.IntrospectAsync();

        Assert.That(client.ClockOffset, Is.EqualTo(TimeSpan.Zero).Within(ClockTolerance.Value));
    }

    private static Action<System.Net.Http.Headers.HttpResponseHeaders> DateHeader(DateTimeOffset date) =>
        headers => headers.Date = date;

    private static EventsClient Client(
        LogCapture logs, TimeProvider clock, params Action<System.Net.Http.Headers.HttpResponseHeaders>[] headers)
    {
        var server = new StubServer();
        foreach (var header in headers)
            server.Responds(HttpStatusCode.OK, Page, headers: header);
        return Client(logs, clock, server);
    }

    private static EventsClient Client(LogCapture logs, TimeProvider clock, StubServer server) => server.Client(new EventsClientOptions
    {
        Region = EventsRegion.Europe,
        TimeProvider = clock,
        LoggerFactory = logs.Factory(),
    });

    private static List<(LogLevel Level, string Text)> Warnings(LogCapture logs) =>
        [.. logs.OfLibrary.Where(line => line.Id.Id == 10).Select(line => (line.Level, line.Message))];
}
