using System.Text.Json;
using OnePassword.Events.ContractTests.Servers;
using OnePassword.Events.V2;

namespace OnePassword.Events.ContractTests;

/// <summary>Unexpected events and introspections do not fail a read, and no field is lost.</summary>
public sealed class UnexpectedEventTests : StubbedTests
{
    private static readonly string[] Cases =
        ["unknown-field", "unknown-enum-value", "missing-field", "explicit-null", "nine-digit-time"];

    [Test]
    public async Task Typed_and_raw_reads_return_an_unexpected_event(
        [ValueSource(nameof(Cases))] string @case, [Values("v1", "v2")] string version, [Values] AnyFeed feed)
    {
        using var client = Server.Client($"stub-{@case}");
        var name = feed.ToString().ToLowerInvariant();
        var typed = await client.ReadTypedAsync(version, name, FirstRequest.Query);
        var raw = await client.Feed(version, name).ReadRawAsync(FirstRequest.Query).ToListAsync();
        var expected = $"{Field(raw, "uuid")} {Field(raw, "timestamp")}";
        Assert.That(typed.Single().Events.Single(), Is.EqualTo(expected).And.Not.EqualTo(" "));
    }

    [Test]
    public async Task An_unknown_field_is_in_AdditionalProperties()
    {
        var field = (await ReadAsync("stub-unknown-field")).AdditionalProperties["future_field"];
        Assert.That(field.GetRawText(), Is.EqualTo("""{"deep":[1,null,"x"]}"""));
    }

    [Test]
    public async Task An_unknown_enum_value_is_kept() =>
        Assert.That((await ReadAsync("stub-unknown-enum-value")).Type, Is.EqualTo(new SignInAttemptType("future-value")));

    [Test]
    public async Task A_missing_field_and_an_explicit_null_are_null(
        [Values("missing-field", "explicit-null", "details-null")] string @case) =>
        Assert.That((await ReadAsync($"stub-{@case}")).Details, Is.Null);

    [Test]
    public async Task A_timestamp_keeps_nine_fractional_digits() => Assert.That(
        (await ReadAsync("stub-nine-digit-time")).Timestamp?.Text,
        Is.EqualTo("2026-01-01T09:26:53.589793238Z"));

    [Test]
    public async Task The_type_of_a_user_is_read_from_user_type_or_type([Values("sequence", "user-type-as-type")] string name) =>
        Assert.That((await ReadAsync($"stub-{name}")).TargetUser?.UserType, Is.EqualTo(UserType.User));

    [TestCase("unknown-field", "2026-01-01T00:00:00Z", 3, 1)]
    [TestCase("unknown-feature", "2026-01-01T00:00:00Z", 4, 0)]
    [TestCase("missing-field", null, null, 0)]
    [TestCase("explicit-null", null, null, 0)]
    [TestCase("nine-digit-time", "2026-01-01T09:26:53.589793238Z", 3, 0)]
    public async Task Both_versions_read_an_unexpected_introspection(string @case, string? issued, int? features, int unknown)
    {
        using var client = Server.Client($"stub-{@case}");
        var (now, old) = (await client.IntrospectAsync(), await client.V1.IntrospectAsync());
        var expected = ("OZ2VKXM6HVFUVCQ4R3QM2EUBGU", issued, features, unknown);
        Assert.That((now.Uuid, now.IssuedAt?.Text, now.Features?.Count, now.AdditionalProperties.Count), Is.EqualTo(expected));
        Assert.That((old.Uuid, old.IssuedAt?.Text, old.Features?.Count, old.AdditionalProperties.Count), Is.EqualTo(expected));
    }

    [Test]
    public async Task An_introspection_before_1_4_1_has_no_account()
    {
        using var client = Server.Client("stub-no-account-uuid");
        Assert.That(await client.IntrospectAsync(), Has.Property("AccountUuid").Null.And.Property("Features").Count.EqualTo(3));
    }

    private async Task<SignInAttempt> ReadAsync(string token)
    {
        using var client = Server.Client(token);
        return (await client.SignInAttempts.ReadAsync(FirstRequest.Query).ToListAsync())[0];
    }

    private static string? Field(List<RawEventPage> pages, string name) =>
        JsonElement.Parse(pages.Single().Items.Single().Json.Span).GetProperty(name).ToString();

    /// <summary>The feeds by name.</summary>
    public enum AnyFeed
    {
        AuditEvents,
        ItemUsages,
        SignInAttempts,
    }
}
