using System.Net;
using System.Text;
using OnePassword.Events.Emulator.Tests.Support;

namespace OnePassword.Events.Emulator.Tests.Faults;

public sealed class FaultyDeliveryTests
{
    [Test]
    public async Task A_delay_postpones_the_headers_on_the_clock_of_the_emulator()
    {
        var clock = new FakeClock(Api.Now);
        await using var api = await Api.StartAsync(new() { TimeProvider = clock });
        api.Emulator.Inject(new() { Delay = TimeSpan.FromSeconds(7) });

        var pending = api.PostAsync(Api.Audit, "{}");
        var wait = await clock.TimerStartedAsync();
        Assert.That((wait, pending.IsCompleted), Is.EqualTo((TimeSpan.FromSeconds(7), false)));
        clock.Advance(wait);

        using var response = await pending;
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task Stall_sends_nothing_until_the_client_disconnects()
    {
        await using var api = await FaultTests.FailingAsync(new Fault { Mode = FaultMode.Stall });
        using var disconnect = new CancellationTokenSource();

        using var content = new StringContent("{}");
        var pending = api.Http.PostAsync(new Uri(Api.Audit, UriKind.Relative), content, disconnect.Token);
        await LoggedAsync(api);
        Assert.That(pending.IsCompleted, Is.False);
        await disconnect.CancelAsync();

        Assert.That(async () => await pending, Throws.InstanceOf<OperationCanceledException>());
        Assert.That(api.Emulator.Requests.Single(), Has.Property("Status").Zero.And.Property("Note").EqualTo("fault stall"));
    }

    [Test]
    public async Task Reset_aborts_the_connection_of_one_request()
    {
        await using var api = await FaultTests.FailingAsync(new Fault { Mode = FaultMode.Reset });

        Assert.That(() => api.PostAsync(Api.Audit, "{}"), Throws.TypeOf<HttpRequestException>());
        Assert.That(api.Emulator.Requests[0], Has.Property("Status").Zero.And.Property("Note").EqualTo("fault reset"));
        Assert.That(await api.StatusAsync(Api.Audit, "{}"), Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase(FaultMode.Truncate)]
    [TestCase(FaultMode.WrongLength)]
    public async Task Truncate_and_WrongLength_send_less_than_the_content_length(FaultMode mode)
    {
        await using var api = await Api.StartAsync();
        var whole = await api.TextAsync(Api.Audit, Api.Everything);
        api.Emulator.Inject(new() { Mode = mode });

        using var request = new HttpRequestMessage(HttpMethod.Post, Api.Audit) { Content = new StringContent(Api.Everything) };
        using var response = await api.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        using var received = new MemoryStream();

        Assert.That(() => body.CopyToAsync(received), Throws.InstanceOf<IOException>());
        var length = Encoding.UTF8.GetByteCount(whole);
        Assert.That(received.Length, Is.EqualTo(mode == FaultMode.Truncate ? length / 2 : length));
        Assert.That(response.Content.Headers.ContentLength, Is.GreaterThan(received.Length));
    }

    [Test]
    public async Task Trickle_sends_pieces_with_a_delay_between_them()
    {
        var clock = new FakeClock(Api.Now);
        await using var api = await Api.StartAsync(new() { TimeProvider = clock });
        var whole = await api.TextAsync(Api.SignIns, """{"limit":3}""");
        api.Emulator.Inject(new() { Mode = FaultMode.Trickle, Delay = TimeSpan.FromMilliseconds(20) });

        var pending = api.TextAsync(Api.SignIns, """{"limit":3}""");
        var pieces = (Encoding.UTF8.GetByteCount(whole) + 60) / 61;
        for (var i = 1; i < pieces; i++)
            clock.Advance(await clock.TimerStartedAsync());

        Assert.That(await pending, Is.EqualTo(whole));
        Assert.That(pieces, Is.GreaterThan(20));
    }

    private static Task LoggedAsync(Api api) => Wait.UntilAsync(() => api.Emulator.Requests.Count > 0);
}
