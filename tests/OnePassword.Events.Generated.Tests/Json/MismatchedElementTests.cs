namespace OnePassword.Events.Generated.Tests.Json;

/// <summary>Elements of a list whose JSON type is not the documented one.</summary>
[TestFixtureSource(typeof(UserSerializer), nameof(UserSerializer.All))]
public class MismatchedElementTests(UserSerializer serializer)
{
    [TestCase("null")]
    [TestCase("5")]
    [TestCase("\"2024-12-02T11:54:19.710457472Z\"")]
    [TestCase("[{}]")]
    [TestCase("null,5,\"x\",true")]
    public void Mismatched_elements_are_left_out_of_the_list_and_kept(string mismatched)
    {
        var read = serializer.Read<V2.AuditEventItems>($$"""{"cursor":"c","items":[{"uuid":"first"},{{mismatched}},{"uuid":"last"}]}""");

        Assert.That(read.Items!.Select(item => item.Uuid), Is.EqualTo(["first", "last"]));
        Assert.That(read.AdditionalProperties["items"].GetRawText(), Is.EqualTo($"[{mismatched}]"));
        Assert.That(serializer.Write(read), Is.EqualTo($$"""{"cursor":"c","items":[{"uuid":"first"},{"uuid":"last"},{{mismatched}}]}"""));
    }

    [Test]
    public void Mismatched_elements_of_a_list_of_strings_are_kept()
    {
        var read = serializer.Read<V2.Introspection>("""{"features":["auditevents",null,7,"itemusages"]}""");

        Assert.That(read.Features, Is.EqualTo(["auditevents", "itemusages"]));
        Assert.That(read.AdditionalProperties["features"].GetRawText(), Is.EqualTo("[null,7]"));
    }

    [Test]
    public void A_repeated_list_keeps_the_elements_of_both()
    {
        var read = serializer.Read<V2.AuditEventItems>("""{"items":[{"uuid":"1"},{"uuid":"2"}],"cursor":"c","items":[{"uuid":"3"}],"items":null}""");

        Assert.That(read.Items!.Select(item => item.Uuid), Is.EqualTo(["1", "2", "3"]));
        Assert.That(read.AdditionalProperties, Is.Empty);
    }

    [Test]
    public void A_list_of_mismatched_elements_only_is_empty() =>
        Assert.That(serializer.Read<V2.AuditEventItems>("""{"items":[null]}""").Items, Is.Empty);
}
