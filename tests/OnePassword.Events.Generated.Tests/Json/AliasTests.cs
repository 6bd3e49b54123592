namespace OnePassword.Events.Generated.Tests.Json;

/// <summary>The user type, which is documented as <c>user_type</c> and was seen as <c>type</c>.</summary>
[TestFixtureSource(typeof(UserSerializer), nameof(UserSerializer.All))]
public class AliasTests(UserSerializer serializer)
{
    [TestCase("""{"user_type":"external_user"}""")]
    [TestCase("""{"type":"external_user"}""")]
    [TestCase("""{"user_type":null,"type":"external_user"}""")]
    [TestCase("""{"type":"external_user","user_type":null}""")]
    public void The_documented_name_and_the_alias_fill_the_property(string json)
    {
        var read = serializer.Read<V2.User>(json);

        Assert.That(read, Is.EqualTo(new V2.User { UserType = V2.UserType.ExternalUser }));
        Assert.That(serializer.Write(read), Is.EqualTo("""{"user_type":"external_user"}"""));
    }

    [TestCase("""{"user_type":"user","type":"external_user"}""")]
    [TestCase("""{"type":"external_user","user_type":"user"}""")]
    public void The_documented_name_wins_and_the_alias_is_kept(string json)
    {
        var read = serializer.Read<V2.User>(json);

        Assert.That(read.UserType, Is.EqualTo(V2.UserType.User));
        Assert.That(serializer.Write(read), Is.EqualTo("""{"user_type":"user","type":"external_user"}"""));
    }

    [Test]
    public void An_unknown_value_is_read_under_the_alias() =>
        Assert.That(serializer.Read<V2.SignInAttempt>("""{"target_user":{"type":"guest"}}""").TargetUser!.UserType, Is.EqualTo(new V2.UserType("guest")));

    [Test]
    public void A_mismatched_value_is_kept_under_the_alias() =>
        Assert.That(serializer.RoundTrip<V2.User>("""{"type":5}"""), Is.EqualTo("""{"type":5}"""));

    [Test]
    public void Both_values_survive_if_the_one_under_the_documented_name_is_mismatched([Values] bool documentedFirst)
    {
        var json = documentedFirst ? """{"user_type":5,"type":"user"}""" : """{"type":"user","user_type":5}""";

        Assert.That(Tokens.Sorted(serializer.RoundTrip<V2.User>(json)), Is.EqualTo(Tokens.Sorted(json)));
    }

    [Test]
    public void The_alias_is_an_ordinary_name_in_other_types()
    {
        Assert.That(serializer.Read<V2.SignInAttempt>("""{"type":"mfa_ok"}""").Type, Is.EqualTo(V2.SignInAttemptType.MfaOk));
        Assert.That(serializer.Read<V1.User>("""{"type":"user"}""").AdditionalProperties.Keys, Is.EqualTo(["type"]));
    }
}
