using System.Net;
using System.Text;
using OnePassword.Events.Emulator.Tests.Support;

namespace OnePassword.Events.Emulator.Tests.Control;

public sealed class ControlAccessTests
{
    private const string Event = """{"feed":"auditevents","events":[{"uuid":"A","timestamp":"2026-03-14T09:26:53Z"}]}""";

    private static readonly (HttpMethod Method, string Path, string? Body)[] Endpoints =
    [
        (HttpMethod.Get, "__emulator/", null),
        (HttpMethod.Get, "__emulator/requests", null),
        (HttpMethod.Delete, "__emulator/requests", null),
        (HttpMethod.Get, "__emulator/events/auditevents", null),
        (HttpMethod.Post, "__emulator/events", Event),
        (HttpMethod.Post, "__emulator/faults", """{"status":500}"""),
        (HttpMethod.Delete, "__emulator/faults", null),
    ];

    [TestCase(null)]
    [TestCase("Bearer wrong")]
    public async Task A_control_request_without_the_token_of_the_emulator_is_rejected(string? authorization)
    {
        await using var api = await Api.StartAsync(new() { EventsPerFeed = 1 });

        await RejectedAsync(api, HttpStatusCode.Unauthorized, "Authorization: Bearer", request =>
        {
            request.Headers.Authorization = null;
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        });
    }

    [TestCase("attacker.example")]
    [TestCase("127.0.0.1.attacker.example:8080")]
    [TestCase("localhost.attacker.example")]
    [TestCase("192.168.0.7")]
    public async Task A_control_request_with_a_Host_other_than_loopback_is_rejected(string host)
    {
        await using var api = await Api.StartAsync(new() { EventsPerFeed = 1 });

        await RejectedAsync(api, HttpStatusCode.Forbidden, "Host", request => request.Headers.Host = host);
    }

    [TestCase("https://attacker.example")]
    [TestCase("http://127.0.0.1")]
    [TestCase("null")]
    public async Task A_control_request_with_an_Origin_is_rejected(string origin)
    {
        await using var api = await Api.StartAsync(new() { EventsPerFeed = 1 });

        await RejectedAsync(api, HttpStatusCode.Forbidden, "Origin", request => request.Headers.Add("Origin", origin));
    }

    [TestCase("127.0.0.1:1")]
    [TestCase("localhost")]
    [TestCase("LOCALHOST:8080")]
    [TestCase("[::1]:8080")]
    public async Task A_control_request_is_accepted_for_every_name_of_loopback(string host)
    {
        await using var api = await Api.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "__emulator/requests") { Headers = { Host = host } };

        using var response = await api.Http.SendAsync(request);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("events")]
    [TestCase("faults")]
    public async Task A_control_request_is_limited_to_a_body_of_16_MiB(string name)
    {
        await using var api = await Api.StartAsync();

        var (status, body) = await api.ControlAsync(name, new string(' ', (16 << 20) + 1));

        Assert.That((status, Api.ErrorOf(body)), Is.EqualTo((413, "The body is longer than 16 MiB. Use several requests.")));
        var (shorter, _) = await api.ControlAsync(name, new string(' ', 16 << 20));
        Assert.That(shorter, Is.EqualTo(400), "The body is accepted, but it is not JSON.");
    }

    private static async Task RejectedAsync(Api api, HttpStatusCode status, string reason, Action<HttpRequestMessage> prepare)
    {
        api.Http.DefaultRequestHeaders.Authorization = null;
        foreach (var (method, path, body) in Endpoints)
        {
            using var content = body is null ? null : new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            using var request = new HttpRequestMessage(method, path) { Content = content };
            request.Headers.Authorization = new("Bearer", api.Emulator.Token);
            prepare(request);

            using var response = await api.Http.SendAsync(request);

            Assert.That(response.StatusCode, Is.EqualTo(status), $"{method} {path}");
            Assert.That(Api.ErrorOf(await response.Content.ReadAsStringAsync()), Does.Contain(reason));
        }

        var events = api.Emulator.ReadAll(EmulatorFeed.AuditEvents, EmulatorApi.V2);
        Assert.That(events.Count(), Is.EqualTo(1), "No event was appended.");
        api.Http.DefaultRequestHeaders.Authorization = new("Bearer", api.Emulator.Token);
        Assert.That(await api.StatusAsync(Api.Audit, "{}"), Is.EqualTo(HttpStatusCode.OK), "No fault was queued.");
    }
}
