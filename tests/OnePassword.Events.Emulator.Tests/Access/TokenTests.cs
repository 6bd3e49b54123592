using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using OnePassword.Events.Emulator.Tests.Support;

namespace OnePassword.Events.Emulator.Tests.Access;

public sealed class TokenTests
{
    private const string V2 = "api/v2/auth/introspect";

    [TestCase(null)]
    [TestCase("Bearer")]
    [TestCase("Bearer wrong")]
    [TestCase("Basic {0}")]
    [TestCase("{0}")]
    [TestCase("Bearer {0}x")]
    [TestCase("Bearer {0} {0}")]
    public async Task A_request_without_the_exact_token_gets_401(string? authorization)
    {
        await using var api = await Api.StartAsync();
        foreach (var path in new[] { Api.Audit, "api/auth/introspect", V2 })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path);
            api.Http.DefaultRequestHeaders.Authorization = null;
            if (authorization is not null)
            {
                var value = authorization.Replace("{0}", api.Emulator.Token, StringComparison.Ordinal);
                request.Headers.TryAddWithoutValidation("Authorization", value);
            }

            using var response = await api.Http.SendAsync(request);

            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
            Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("""{"Error":{"Message":"Unauthorized"}}"""));
        }

        Assert.That(api.Emulator.Requests.Select(request => request.Note), Has.None.Contains(api.Emulator.Token));
    }

    [Test]
    public async Task A_token_can_be_any_text()
    {
        await using var api = await Api.StartAsync(new() { Token = "not-a-jwt" });

        Assert.That(api.Emulator.Token, Is.EqualTo("not-a-jwt"));
        Assert.That(await api.StatusAsync(Api.Audit, "{}"), Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task The_generated_token_has_the_structure_of_a_real_token()
    {
        await using var api = await Api.StartAsync(new() { Features = [EmulatorFeed.ItemUsages, EmulatorFeed.AuditEvents] });

        var parts = api.Emulator.Token.Split('.');
        using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0]));
        using var payload = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
        var claims = payload.RootElement;

        Assert.That(header.RootElement.GetProperty("alg").GetString(), Is.EqualTo("ES256"));
        Assert.That(
            claims.GetProperty("aud").EnumerateArray().Single().GetString(), Is.EqualTo(api.Emulator.BaseAddress.Authority));
        Assert.That(
            claims.GetProperty("1password.com/fts").EnumerateArray().Select(feature => feature.GetString()),
            Is.EqualTo(new[] { "auditevents", "itemusages" }));
        Assert.That(
            claims.EnumerateObject().Select(claim => claim.Name),
            Is.SupersetOf(new[] { "1password.com/auuid", "iss", "sub", "iat", "jti" }));
        Assert.That(Base64Url.DecodeFromChars(parts[2]), Has.Length.EqualTo(64));
        Assert.That(parts, Has.Length.EqualTo(3));
    }

    [Test]
    public async Task Introspection_of_both_versions_returns_the_claims_of_the_generated_token()
    {
        await using var api = await Api.StartAsync();
        using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(api.Emulator.Token.Split('.')[1]));
        var subject = claims.RootElement.GetProperty("sub").GetString();
        var account = claims.RootElement.GetProperty("1password.com/auuid").GetString();
        var issued = DateTimeOffset.FromUnixTimeSeconds(claims.RootElement.GetProperty("iat").GetInt64())
            .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

        var (v1, v2) = (await GetAsync(api, "api/auth/introspect"), await GetAsync(api, V2));

        const string Features = """["auditevents","itemusages","signinattempts"]""";
        Assert.That(v1, Is.EqualTo($$"""{"UUID":"{{subject}}","IssuedAt":"{{issued}}","Features":{{Features}}}"""));
        Assert.That(
            v2,
            Is.EqualTo($$"""{"uuid":"{{subject}}","issued_at":"{{issued}}","features":{{Features}}"""
                + $$""","account_uuid":"{{account}}"}"""));
    }

    [Test]
    public async Task Introspection_of_both_versions_returns_the_claims_of_a_given_JWT()
    {
        const string Claims = """
            {"sub":"INTEGRATION","1password.com/auuid":"ACCOUNT\u0022","iat":1700000000,
            "1password.com/fts":["signinattempts","tomorrow","auditevents"]}
            """;
        await using var api = await Api.StartAsync(new() { Token = Jwt(Claims) });

        const string Features = """["signinattempts","tomorrow","auditevents"]""";
        Assert.That(
            await GetAsync(api, "api/auth/introspect"),
            Is.EqualTo($$"""{"UUID":"INTEGRATION","IssuedAt":"2023-11-14T22:13:20Z","Features":{{Features}}}"""));
        Assert.That(
            await GetAsync(api, V2),
            Is.EqualTo($$"""{"uuid":"INTEGRATION","issued_at":"2023-11-14T22:13:20Z","features":{{Features}}"""
                + ""","account_uuid":"ACCOUNT\""}"""));
        Assert.That(await api.StatusAsync(Api.Audit, "{}"), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await api.StatusAsync(Api.Usages, "{}"), Is.EqualTo(HttpStatusCode.Unauthorized), "The feature is missing.");
    }

    [Test]
    public async Task The_Features_option_limits_the_feeds_of_a_given_JWT()
    {
        var token = Jwt("""{"1password.com/fts":["signinattempts","auditevents"]}""");
        EmulatorFeed[] features = [EmulatorFeed.AuditEvents, EmulatorFeed.ItemUsages];
        await using var api = await Api.StartAsync(new() { Token = token, Features = features });

        Assert.That(await GetAsync(api, V2), Does.Contain("\"features\":[\"auditevents\"],"));
        Assert.That(await api.StatusAsync(Api.SignIns, "{}"), Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [TestCase("{}")]
    [TestCase("[]")]
    [TestCase("{")]
    [TestCase("""{"sub":1,"1password.com/auuid":null,"1password.com/fts":"auditevents","iat":"x"}""")]
    [TestCase("""{"iat":99999999999999}""")]
    [TestCase("""{"sub":"\ud800"}""")]
    public async Task Introspection_generates_the_claims_that_a_given_token_lacks(string claims)
    {
        await using var generated = await Api.StartAsync();
        await using var api = await Api.StartAsync(new() { Token = Jwt(claims) });

        Assert.That(await GetAsync(api, V2), Is.EqualTo(await GetAsync(generated, V2)));
    }

    [Test]
    public async Task A_request_to_a_feed_that_the_token_lacks_gets_401()
    {
        await using var api = await Api.StartAsync(new() { Features = [EmulatorFeed.SignInAttempts] });

        Assert.That(await api.StatusAsync(Api.Audit, "{}"), Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(await api.StatusAsync("api/v1/itemusages", "{}"), Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(await api.StatusAsync(Api.SignIns, "{}"), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await GetAsync(api, V2), Does.Contain("""features":["signinattempts"]"""));
    }

    [TestCase("")]
    [TestCase("api/v1/auth/introspect")]
    [TestCase("api/v3/auditevents")]
    [TestCase("api/v2/auditevents/")]
    public async Task An_unknown_path_gets_404_in_plain_text(string path)
    {
        await using var api = await Api.StartAsync();

        using var response = await api.Http.GetAsync(new Uri(path, UriKind.Relative));

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("text/plain"));
        Assert.That(await response.Content.ReadAsStringAsync(), Is.EqualTo("404 page not found\n"));
    }

    private static string Jwt(string claims) =>
        string.Join('.', "e30", Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims)), "c2lnbmF0dXJl");

    private static Task<string> GetAsync(Api api, string path) => api.Http.GetStringAsync(new Uri(path, UriKind.Relative));
}
