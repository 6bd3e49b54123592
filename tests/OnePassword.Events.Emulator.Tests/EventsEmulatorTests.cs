using System.Net;
using System.Net.Sockets;
using OnePassword.Events.Emulator.Tests.Support;

namespace OnePassword.Events.Emulator.Tests;

public sealed class EventsEmulatorTests
{
    [Test]
    public async Task The_emulator_listens_on_loopback_at_a_free_or_given_port()
    {
        await using var first = await Api.StartAsync();
        var port = first.Emulator.BaseAddress.Port;
        Assert.That(first.Emulator.BaseAddress.AbsoluteUri, Is.EqualTo($"http://127.0.0.1:{port}/"));
        Assert.That(() => Api.StartAsync(new() { Port = port }), Throws.InstanceOf<IOException>(), "The port is in use.");

        await first.DisposeAsync();
        await using var second = await Api.StartAsync(new() { Port = port });

        Assert.That(second.Emulator.BaseAddress.Port, Is.EqualTo(port));
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task Dispose_completes_while_a_client_waits_and_the_clock_is_stopped(CancellationToken cancellationToken)
    {
        var clock = new FakeClock(Api.Now);
        var api = await Api.StartAsync(new() { TimeProvider = clock, Latency = TimeSpan.FromDays(1) / 48 });
        var hanging = api.PostAsync(Api.Audit, "{}");
        await clock.TimerStartedAsync();
        using var idle = new TcpClient();
        await idle.ConnectAsync(IPAddress.Loopback, api.Emulator.BaseAddress.Port, cancellationToken);

        await api.Emulator.DisposeAsync().AsTask().WaitAsync(cancellationToken);

        Assert.That(async () => await hanging, Throws.TypeOf<HttpRequestException>());
        api.Http.Dispose();
    }

    [Test]
    public async Task Dispose_can_be_called_twice()
    {
        var api = await Api.StartAsync();
        await api.DisposeAsync();

        Assert.That(async () => await api.Emulator.DisposeAsync(), Throws.Nothing);
    }

    [Test]
    public async Task Latency_delays_responses_of_the_API_but_not_control_responses()
    {
        var clock = new FakeClock(Api.Now);
        await using var api = await Api.StartAsync(new() { TimeProvider = clock, Latency = TimeSpan.FromMilliseconds(250) });
        await api.Http.GetStringAsync(new Uri("__emulator/requests", UriKind.Relative));

        var pending = api.PostAsync(Api.Audit, "{}");
        var wait = await clock.TimerStartedAsync();
        Assert.That((wait, pending.IsCompleted), Is.EqualTo((TimeSpan.FromMilliseconds(250), false)));
        clock.Advance(wait);

        using var response = await pending;
        Assert.That(api.Emulator.Requests.Single().Time, Is.EqualTo(Api.Now), "The log contains the time of arrival.");
    }

    [Test]
    public async Task The_clock_of_the_emulator_starts_at_Now_and_advances()
    {
        var clock = new FakeClock(Api.Now.AddYears(-3));
        await using var api = await Api.StartAsync(new() { TimeProvider = clock });
        await api.PageAsync(Api.Audit, "{}");
        clock.Advance(TimeSpan.FromMinutes(90));
        var later = await api.PageAsync(Api.Audit, "{}");

        Assert.That(
            api.Emulator.Requests.Select(request => request.Time),
            Is.EqualTo(new[] { Api.Now, Api.Now + TimeSpan.FromMinutes(90) }));
        Assert.That(later.Items, Is.Empty, "The last hour has no events.");
    }

    [Test]
    public void Validate_names_the_invalid_option()
    {
        (string Name, EmulatorOptions Options)[] impossible =
        [
            ("Port", new() { Port = 65_536 }),
            ("EventsPerFeed", new() { EventsPerFeed = -1 }),
            ("Span", new() { Span = TimeSpan.Zero }),
            ("Span", new() { Span = TimeSpan.FromTicks(10), EventsPerFeed = 11 }),
            ("Now", new() { Now = DateTimeOffset.MinValue }),
            ("Latency", new() { Latency = TimeSpan.FromTicks(-1) }),
            ("Quota", new() { Quota = new(0, null) }),
            ("Token", new() { Token = "" }),
            ("Token", new() { Token = "a b" }),
            ("LateShare", new() { LateShare = 1.1 }),
            ("LateShare", new() { LateShare = double.NaN }),
            ("RetryAfter", new() { RetryAfter = (RetryAfterFormat)9 }),
            ("Features", new() { Features = [(EmulatorFeed)9] }),
        ];

        foreach (var (name, options) in impossible)
            Assert.That(options.Validate, Throws.ArgumentException.With.Message.StartsWith(name), name);
        Assert.That(new EmulatorOptions().Validate, Throws.Nothing);
    }
}
