using OnePassword.Events.Generated.Tests.OpenApi.Specs;

namespace OnePassword.Events.Generated.Tests;

[TestFixture]
public class PublicTypeTests
{
    private static readonly string[] HandWritten = [nameof(AdditionalProperties), nameof(EventTime), nameof(IOpenEnumValue),
        "ObjectJsonConverter`1", "TextJsonConverter`1"];

    [Test]
    public void The_public_types_are_the_schemas_three_shared_types_and_their_converters()
    {
        var generated = Spec.Both.SelectMany(spec => spec.Generated.Select(name => $"{spec.Namespace}.{name}"));
        var handWritten = HandWritten.Select(name => $"OnePassword.Events.{name}");

        Assert.That(
            typeof(EventTime).Assembly.GetExportedTypes().Select(type => type.FullName),
            Is.EquivalentTo(generated.Concat(handWritten)));
    }

    [Test]
    public void Schemas_of_requests_and_errors_are_not_generated(
        [ValueSource(typeof(Spec), nameof(Spec.Both))] Spec spec,
        [Values("Cursor", "ResetCursor", "CursorCollection", "ErrorResponse", "ErrorDetail")] string schema)
    {
        Assert.That(spec.Schemas[schema], Is.Not.Null);
        Assert.That(spec.TypeOf(schema), Is.Null);
    }

    [Test]
    public void No_public_name_has_an_underscore() =>
        Assert.That(
            typeof(EventTime).Assembly.GetExportedTypes()
                .SelectMany(type => type.GetProperties().Select(property => property.Name).Append(type.Name)),
            Has.None.Contains("_"));

    [TestCaseSource(typeof(Spec), nameof(Spec.Both))]
    public void Each_operation_has_a_typed_and_a_raw_method_in_an_internal_client(Spec spec)
    {
        var client = spec.TypeOf($"Events{spec.Version}Client")!;
        var methods = client.GetMethods().Where(method => method.DeclaringType == client).Select(method => method.Name);
        var operations = spec.Operations.Select(operation => (string)operation.Definition["operationId"]!)
            .Select(id => char.ToUpperInvariant(id[0]) + id[1..]);

        Assert.That(client.IsPublic, Is.False);
        Assert.That(methods, Is.EquivalentTo(operations.SelectMany(name => new[] { $"{name}Async", $"{name}RawAsync" })));
    }
}
