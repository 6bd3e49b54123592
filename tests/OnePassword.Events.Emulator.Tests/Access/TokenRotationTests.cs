using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using OnePassword.Events.Emulator.Tests.Support;

namespace OnePassword.Events.Emulator.Tests.Access;

public sealed class TokenRotationTests
{
    private const string Introspection = "api/v2/auth/introspect";

    [Test]
    public async Task After_a_rotation_the_new_token_is_valid_and_the_previous_one_is_rejected()
    {
        await using var api = await Api.StartAsync();
        var previous = api.Emulator.Token;
        var page = await api.PageAsync(Api.Audit, """{"limit":10}""");

        var token = api.Emulator.RotateToken();

        Assert.That(api.Emulator.Token, Is.EqualTo(token).And.Not.EqualTo(previous));
        Assert.That(await StatusAsync(api, previous), Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(await StatusAsync(api, token), Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await api.NextAsync(Api.Audit, page)).Items, Has.Count.EqualTo(10), "The cursor stays valid.");
    }

    [Test]
    public async Task Within_the_grace_period_both_tokens_are_valid()
    {
        var clock = new FakeTimeProvider(Api.Now);
        await using var api = await Api.StartAsync(new() { TimeProvider = clock, Token = "first" });
        api.Emulator.RotateToken("second", TimeSpan.FromMinutes(1));

        clock.Advance(TimeSpan.FromSeconds(59));
        Assert.That(await StatusAsync(api, "first"), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await StatusAsync(api, "second"), Is.EqualTo(HttpStatusCode.OK));

        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await StatusAsync(api, "first"), Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(await StatusAsync(api, "second"), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_rotated_token_has_the_same_account_and_features_and_a_new_time_of_issue()
    {
        await using var api = await Api.StartAsync(new() { TimeProvider = new FakeTimeProvider(Api.Now), Token = "first" });
        var before = await IntrospectAsync(api, "first");

        var token = api.Emulator.RotateToken(grace: TimeSpan.FromMinutes(1));

        var after = await IntrospectAsync(api, token);
        foreach (var name in (string[])["uuid", "features", "account_uuid"])
            Assert.That(after.GetProperty(name).GetRawText(), Is.EqualTo(before.GetProperty(name).GetRawText()));
        Assert.That(after.GetProperty("issued_at").GetString(), Is.EqualTo("2026-03-14T09:26:53Z"));
        Assert.That(
            (await IntrospectAsync(api, "first")).GetRawText(), Is.EqualTo(before.GetRawText()), "The previous token keeps its claims.");
        using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(token.Split('.')[1]));
        Assert.That(
            claims.RootElement.GetProperty("aud")[0].GetString(), Is.EqualTo(api.Emulator.BaseAddress.Authority));
    }

    [Test]
    public async Task The_same_seed_generates_the_same_rotated_tokens()
    {
        var first = await Api.StartAsync(new() { Seed = 7, TimeProvider = new FakeTimeProvider(Api.Now) });
        string[] tokens = [first.Emulator.Token, first.Emulator.RotateToken(), first.Emulator.RotateToken()];
        var port = first.Emulator.BaseAddress.Port;
        await first.DisposeAsync();

        await using var again = await Api.StartAsync(new() { Seed = 7, TimeProvider = new FakeTimeProvider(Api.Now), Port = port });

        Assert.That(
            new[] { again.Emulator.Token, again.Emulator.RotateToken(), again.Emulator.RotateToken() },
            Is.Unique.And.EqualTo(tokens));
    }

    [TestCase("", 0, "token")]
    [TestCase("a b", 0, "token")]
    [TestCase("ok", -1, "grace")]
    [TestCase("ok", 86_401, "grace")]
    public async Task An_invalid_rotation_is_rejected_and_changes_nothing(string token, int seconds, string name)
    {
        await using var api = await Api.StartAsync(new() { Token = "first" });

        Assert.That(
            () => api.Emulator.RotateToken(token, TimeSpan.FromSeconds(seconds)),
            Throws.ArgumentException.With.Property("ParamName").EqualTo(name));
        Assert.That(api.Emulator.Token, Is.EqualTo("first"));
    }

    [Test]
    public async Task A_client_rotates_the_token_with_the_control_endpoint()
    {
        await using var api = await Api.StartAsync(new() { Token = "first" });

        Assert.That(await api.ControlAsync("token", """{"token":"second","grace":60000}"""), Is.EqualTo((200, """{"token":"second"}""")));
        Assert.That(await StatusAsync(api, "second"), Is.EqualTo(HttpStatusCode.OK));
        var (status, body) = await api.ControlAsync("token", ""); // The first token is still within its grace period.

        Assert.That((status, body), Is.EqualTo((200, $$"""{"token":"{{api.Emulator.Token}}"}""")));
        Assert.That(await StatusAsync(api, "second"), Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [TestCase("[]", "malformed or unexpected")]
    [TestCase("null", "not a JSON object")]
    [TestCase("""{"tokn":"x"}""", "'tokn' is neither 'token' nor 'grace'")]
    [TestCase("""{"token":""}""", "'token' must be visible ASCII")]
    [TestCase("""{"grace":-1}""", "'grace' must be a number of milliseconds")]
    [TestCase("""{"grace":86400001}""", "'grace' must be zero to one day")]
    public async Task An_invalid_control_request_explains_the_problem_and_keeps_the_token(string body, string problem)
    {
        await using var api = await Api.StartAsync(new() { Token = "first" });

        var (status, error) = await api.ControlAsync("token", body);

        Assert.That(status, Is.EqualTo(400));
        Assert.That(Api.ErrorOf(error), Does.Contain(problem));
        Assert.That(api.Emulator.Token, Is.EqualTo("first"));
    }

    private static async Task<HttpStatusCode> StatusAsync(Api api, string token)
    {
        api.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await api.StatusAsync(Api.Audit, "{}");
    }

    private static async Task<JsonElement> IntrospectAsync(Api api, string token)
    {
        api.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return JsonElement.Parse(await api.Http.GetStringAsync(new Uri(Introspection, UriKind.Relative)));
    }
}
