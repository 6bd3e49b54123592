using Newtonsoft.Json.Linq;
using OnePassword.Events.Generated.Tests.OpenApi.Specs;
using OnePassword.Events.SpecMerge;

namespace OnePassword.Events.Generated.Tests.OpenApi.Merge;

/// <summary>The changes of an official specification to our files, and the report of the differences.</summary>
public sealed class MergeTests
{
    private const string Next = "99.0.0";

    private static readonly string[] Files = ["1password-events-v1.yaml", "1password-events-v2.yaml", "README.md"];

    private static readonly string Current = (string)Spec.V1.Document["info"]!["version"]!;

    private string _folder = "";
    private JObject _official = [];

    [SetUp]
    public void CopyFiles()
    {
        _folder = Directory.CreateTempSubdirectory("events-update-").FullName;
        foreach (var file in Files)
            File.Copy(Repository.PathOf("openapi", file), Path.Combine(_folder, file));
        _official = OfficialSpec.Make();
    }

    [TearDown]
    public void DeleteCopy() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void An_unchanged_specification_changes_no_file()
    {
        var (report, _) = Merge();

        Assert.That(report, Is.EqualTo($"Specification {Current}, unchanged: the public surface is unchanged.\n"));
        Assert.That(Files.Select(Changed), Is.All.False);
    }

    [Test]
    public void A_new_version_without_changes_sets_only_the_version()
    {
        _official["info"]!["version"] = Next;

        var (report, _) = Merge();

        Assert.That(report, Is.EqualTo($"Specification {Current} -> {Next}: the public surface is unchanged.\n"));
        foreach (var file in Files)
        {
            var lines = Ours(file).Split('\n').Zip(Repository.Read("openapi", file).Split('\n'))
                .Where(line => line.First != line.Second).ToList();
            Assert.That(lines, Has.Count.EqualTo(file == "README.md" ? 1 : 2));
            Assert.That(lines.Select(line => line.First.Replace(Next, Current, StringComparison.Ordinal)),
                Is.EqualTo(lines.Select(line => line.Second)));
        }
    }

    [Test]
    public void A_new_field_is_added_and_all_other_lines_stay_the_same()
    {
        _official["info"]!["version"] = Next;
        _official.Properties("SignInAttemptV2")["risk"] = JObject.Parse("""{"type":"string","nullable":true,"description":"Their words.","example":"high"}""");

        var (report, _) = Merge();

        Assert.That(report, Does.Contain("1 additive, 0 breaking").And.Contain(
            "V2\n  additive  field      SignInAttempt.risk (string)\n").And.Not.Contain("V1\n"));
        var added = Added("1password-events-v2.yaml");
        Assert.That(added, Is.EqualTo(
            ["        risk:", "          type: string", "          nullable: true", $"          description: Since {Next}."]));
        Assert.That(Field("v2", "SignInAttempt", "risk"), Is.Not.Null);
    }

    [Test]
    public void A_new_field_of_a_request_is_added_to_CursorRequest_too()
    {
        _official.Properties("ResetCursor")["order"] = JObject.Parse("""{"type":"integer","format":"int32","minimum":1}""");

        var (report, _) = Merge();

        Assert.That(report, Does.Contain("additive  field      ResetCursor.order (integer)"));
        foreach (var version in new[] { "v1", "v2" })
        {
            Assert.That(Field(version, "ResetCursor", "order"), Is.EqualTo(Field(version, "CursorRequest", "order")));
            Assert.That((int?)Field(version, "ResetCursor", "order")["minimum"], Is.EqualTo(1));
        }
    }

    [Test]
    public void A_new_required_field_of_a_request_is_breaking()
    {
        _official.Properties("ResetCursor")["order"] = new JObject { ["type"] = "string" };
        _official.Schema("ResetCursor")["required"] = new JArray("order");

        Assert.That(Merge().Report,
            Does.Contain("breaking  field      ResetCursor.order (string, required. Add it to required by hand)"));
    }

    [Test]
    public void A_new_field_adds_the_new_schemas_that_it_refers_to()
    {
        _official["components"]!["schemas"]!["RiskReasonsV2"] = JObject.Parse("""{"type":"string","enum":["new-device","odd_hour"]}""");
        _official["components"]!["schemas"]!["RiskV2"] = JObject.Parse("""
            {"properties":{"score":{"type":"integer"},"at":{"$ref":"#/components/schemas/DateTimeRFC3339"},"reasons":{"type":"array","items":{"$ref":"#/components/schemas/RiskReasonsV2"}},
             "level":{"type":"string","enum":["low","high"]}}}
            """);
        _official.Properties("SignInAttemptV2")["risk"] = JObject.Parse("""{"$ref":"#/components/schemas/RiskV2"}""");

        var (report, _) = Merge();

        Assert.That(report, Does.Contain("additive  field      SignInAttempt.risk (Risk)").And.Contain(
            "additive  schema     Risk\n")
            .And.Contain("additive  schema     RiskReason\n").And.Contain("additive  schema     RiskLevel\n"));
        Assert.That(
            (string?)Field("v2", "SignInAttempt", "risk").SelectToken("allOf[0].['$ref']"),
            Is.EqualTo("#/components/schemas/Risk"));
        Assert.That((string?)Schema("v2", "Risk")["x-official-name"], Is.EqualTo("RiskV2"));
        Assert.That((string?)Field("v2", "Risk", "at")["format"], Is.EqualTo("date-time"));
        Assert.That(
            (string?)Field("v2", "Risk", "reasons").SelectToken("items.['$ref']"),
            Is.EqualTo("#/components/schemas/RiskReason"));
        Assert.That(Schema("v2", "RiskReason")["x-enumNames"]!.Select(name => (string?)name),
            Is.EqualTo(["NewDevice", "OddHour"]));
        Assert.That(Schema("v2", "RiskLevel")["enum"]!.Select(name => (string?)name), Is.EqualTo(["low", "high"]));
    }

    [Test]
    public void A_new_enum_value_gets_a_name_and_an_empty_description()
    {
        ((JArray)_official.Schema("AuditEventActions")["enum"]!).Add("test-value");
        ((JArray)_official.Properties("ItemUsageV2")["action"]!["enum"]!).Add("test-action");

        var (report, _) = Merge();

        Assert.That(report, Does.Contain("3 additive, 0 breaking").And.Contain(
            "additive  value      AuditEventAction.TestValue (test-value)").And.Contain(
                "ItemUsageAction.TestAction (test-action)"));
        foreach (var version in new[] { "v1", "v2" })
        {
            var action = Schema(version, "AuditEventAction");
            Assert.That((string?)action["enum"]!.Last, Is.EqualTo("test-value"));
            Assert.That((string?)action["x-enumNames"]!.Last, Is.EqualTo("TestValue"));
            Assert.That((string?)action["x-enumDescriptions"]!.Last, Is.Empty, "the linter asks for a description");
        }
        Assert.That(Added("1password-events-v1.yaml"), Has.Count.EqualTo(3));
    }

    [Test]
    public void Officially_removed_item_is_reported_as_breaking_and_kept()
    {
        _official.Properties("ItemUsageV2").Remove("used_version");
        _official.Schema("AuditEventObjectTypes")["enum"]!.First!.Remove();
        ((JObject)_official["paths"]!).Remove("/api/v1/itemusages");

        var (report, _) = Merge();

        Assert.That(report, Does.Contain("breaking  field      ItemUsage.used_version: gone, kept here")
            .And.Contain("breaking  value      AuditEventObjectType.Account (account): gone, kept here")
            .And.Contain("breaking  operation  POST /api/v1/itemusages (getItemUsages): gone, kept here")
            .And.Contain("breaking  schema     ItemUsage: gone, kept here").And.Contain("x-beyond-official"));
        Assert.That(Files.Select(Changed), Is.All.False);
    }

    [Test]
    public void A_field_that_is_gone_is_reported_with_the_new_field_of_the_same_type_as_a_possible_rename()
    {
        var usage = _official.Properties("ItemUsageV2");
        usage["test_version"] = usage["used_version"];
        usage["place"] = new JObject { ["type"] = "string" };
        usage.Remove("used_version");

        Assert.That(Merge().Report, Does.Contain("additive  field      ItemUsage.test_version (integer)\n").And.Contain(
            "ItemUsage.used_version: gone, kept here. test_version is new and has the same type: renamed?\n")
            .And.Contain("For a rename, see \"Adopt a new official specification\""));
    }

    [Test]
    public void A_field_that_is_gone_has_no_hint_if_no_new_field_has_its_type()
    {
        _official.Properties("ItemUsageV2").Remove("used_version");
        _official.Properties("ItemUsageV2")["place"] = new JObject { ["type"] = "string" };

        Assert.That(Merge().Report, Does.Contain("used_version: gone, kept here\n").And.Not.Contain("rename"));
    }

    [Test]
    public void A_value_that_is_gone_is_reported_with_a_new_value_as_a_possible_rename()
    {
        var actions = (JArray)_official.Schema("AuditEventActions")["enum"]!;
        actions.First(value => (string?)value == "purge").Replace("erase");

        Assert.That(Merge().Report, Does.Contain("(purge): gone, kept here. Erase is new and has the same type: renamed?\n"));
    }

    [Test]
    public void A_renamed_field_that_is_also_read_as_the_new_name_is_unchanged()
    {
        var usage = _official.Properties("ItemUsageV2");
        usage["test_version"] = usage["used_version"];
        usage.Remove("used_version");
        var file = Path.Combine(_folder, "1password-events-v2.yaml");
        File.WriteAllText(file, Ours("1password-events-v2.yaml")
            .Replace("        used_version:\n", "        used_version:\n          x-also-read-as: test_version\n", StringComparison.Ordinal));

        Assert.That(Merge().Report, Does.EndWith("the public surface is unchanged.\n"));
    }

    [Test]
    public void A_changed_type_is_reported_as_breaking_and_left_to_a_person()
    {
        _official.Properties("ItemUsageV2")["used_version"] = JObject.Parse("""{"type":"string","description":"Theirs"}""");

        var (report, _) = Merge();

        Assert.That(report, Does.Contain("breaking  field      ItemUsage.used_version: integer -> string. Change it by hand"));
        Assert.That(Files.Select(Changed), Is.All.False);
    }

    [Test]
    public void A_field_that_can_be_null_now_is_reported_and_left_to_a_person()
    {
        _official.Properties("Client")["app_name"]!["nullable"] = true;

        Assert.That(Merge().Report, Does.Contain("additive  field      Client.app_name can be null. Add nullable by hand"));
        Assert.That(Files.Select(Changed), Is.All.False);
    }

    [Test]
    [Description("Regression: the field got a nullable beside its allOf, which OpenAPI 3.0 does not allow, and was reported as a change.")]
    public void A_schema_that_can_be_null_in_both_files_is_not_reported()
    {
        _official.Properties("SignInAttemptV2")["details"] = JObject.Parse("""{"$ref":"#/components/schemas/Details"}""");
        Assert.That(_official.Schema("Details").Value<bool>("nullable"), Is.True);

        Assert.That(Merge().Report, Does.EndWith("the public surface is unchanged.\n"));
        Assert.That(Changed("1password-events-v2.yaml"), Is.False);
    }

    [Test]
    public void A_new_schema_that_can_be_null_says_so_and_the_field_does_not()
    {
        _official["components"]!["schemas"]!["Risk"] = JObject.Parse("""{"nullable":true,"properties":{"score":{"type":"integer"}}}""");
        _official.Properties("SignInAttemptV2")["risk"] = JObject.Parse("""{"$ref":"#/components/schemas/Risk"}""");

        Merge();

        Assert.That((bool?)Schema("v2", "Risk")["nullable"], Is.True);
        Assert.That(Field("v2", "SignInAttempt", "risk")["nullable"], Is.Null);
        Assert.That(Field("v2", "SignInAttempt", "risk")["allOf"], Has.Exactly(1).Items);
        Assert.That(Merge().Report, Does.EndWith("the public surface is unchanged.\n"));
    }

    [Test]
    public void A_new_operation_is_added_with_its_response()
    {
        _official["components"]!["schemas"]!["DeviceItems"] = JObject.Parse("""
            {"allOf":[{"$ref":"#/components/schemas/CursorCollection"},{"properties":{"items":{"type":"array","items":{"$ref":"#/components/schemas/Device"}}}}]}
            """);
        _official["components"]!["schemas"]!["Device"] = JObject.Parse("""{"properties":{"uuid":{"$ref":"#/components/schemas/UUID"}}}""");
        var operation = (JObject)_official["paths"]!["/api/v2/itemusages"]!.DeepClone();
        operation["post"]!["operationId"] = "getDevicesV2";
        operation["post"]!["responses"]!["200"]!["content"]!["application/json"]!["schema"] = JObject.Parse("""{"$ref":"#/components/schemas/DeviceItems"}""");
        _official["paths"]!["/api/v2/devices"] = operation;
        _official["paths"]!["/api/v3/devices"] = operation.DeepClone();

        var (report, _) = Merge();

        Assert.That(report, Does.Contain("additive  operation  POST /api/v2/devices (getDevices)").And.Contain(
            "additive  schema     DeviceItems")
            .And.Contain("Not merged, because they belong to neither V1 nor V2: POST /api/v3/devices."));
        var ours = Load(_folder, "v2")["paths"]!["/api/v2/devices"]!["post"]!;
        Assert.That((string?)ours.SelectToken("responses.200.content.['application/json'].schema.['$ref']"),
            Is.EqualTo("#/components/schemas/DeviceItems"));
        Assert.That((string?)ours.SelectToken("requestBody.['$ref']"), Is.EqualTo("#/components/requestBodies/CursorRequest"));
        Assert.That((string?)ours["x-official-name"], Is.EqualTo("getDevicesV2"));
        Assert.That(Changed("1password-events-v1.yaml"), Is.False);
    }

    [Test]
    public void Another_official_name_of_an_operation_is_reported()
    {
        _official["paths"]!["/api/v2/itemusages"]!["post"]!["operationId"] = "postItemUsages";

        Assert.That(Merge().Report,
            Does.Contain("POST /api/v2/itemusages: the official name is postItemUsages. Change x-official-name by hand"));
        Assert.That(Files.Select(Changed), Is.All.False);
    }

    [Test]
    public void A_second_merge_adds_nothing()
    {
        _official.Properties("SignInAttemptV2")["risk"] = JObject.Parse("""{"properties":{"score":{"type":"integer"}}}""");
        ((JArray)_official.Schema("AuditEventActions")["enum"]!).Add("test-value");
        Merge();

        Assert.That(Merge().Report, Is.EqualTo($"Specification {Current}, unchanged: the public surface is unchanged.\n"));
    }

    [TestCase("openapi: 3.0.0\ninfo: {version: 1.2.0}\npaths: {}\n", "the version is 1.2.0")]
    [TestCase("swagger: '2.0'\n", "not an OpenAPI 3 document")]
    [TestCase("openapi: 3.0.0\npaths: {}\n", "info.version is missing")]
    [TestCase("openapi: 3.0.0\ninfo: {version: 1.9.0}\n", "paths is missing")]
    [TestCase("openapi: [", "(2,1)")]
    [TestCase("", "the top level is not a mapping")]
    [TestCase("openapi: 3.0.0\ninfo: {version: 1.9.0}\npaths: {/api/v1/x: {get: {responses: {'200': {$ref: '#/components/responses/Gone'}}}}}\n", "#/components/responses/Gone does not exist")]
    public void A_file_that_is_not_a_newer_OpenAPI_file_is_an_error_of_one_line(string text, string problem)
    {
        var file = Path.Combine(_folder, "official.yaml");
        File.WriteAllText(file, text);

        var (report, error) = Merge(file);

        Assert.That(error, Does.StartWith(file).And.Contain(problem));
        Assert.That(error.TrimEnd().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(report, Is.Empty);
        Assert.That(Files.Select(Changed), Is.All.False);
    }

    [Test]
    public void A_missing_file_is_named_in_the_error() =>
        Assert.That(Merge(Path.Combine(_folder, "none.yaml")).Error, Does.Contain("none.yaml: the file does not exist."));

    private (string Report, string Error) Merge()
    {
        var file = Path.Combine(_folder, "official.json");
        File.WriteAllText(file, _official.ToString());
        var (report, error) = Merge(file);
        Assert.That(error, Is.Empty);
        return (report, error);
    }

    private (string Report, string Error) Merge(string file)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = MergeCommand.Run([file, _folder], output, error);
        Assert.That(code, Is.EqualTo(error.ToString().Length == 0 ? 0 : 1));
        return (output.ToString(), error.ToString());
    }

    private string Ours(string file) => File.ReadAllText(Path.Combine(_folder, file));

    private bool Changed(string file) => Ours(file) != Repository.Read("openapi", file);

    // The lines that only the changed file has. Fails if it lost a line.
    private List<string> Added(string file)
    {
        var added = new List<string>();
        var before = new Queue<string>(Repository.Read("openapi", file).Split('\n'));
        foreach (var line in Ours(file).Split('\n'))
        {
            if (before.TryPeek(out var expected)
                && (expected == line || expected.Replace(Current, Next, StringComparison.Ordinal) == line))
                before.Dequeue();
            else
                added.Add(line);
        }
        Assert.That(before, Is.Empty);
        return added;
    }

    private static JObject Load(string folder, string version) => Yaml.Load(Path.Combine(folder, $"1password-events-{version}.yaml"));

    private JObject Schema(string version, string name) => Load(_folder, version).Schema(name);

    private JToken Field(string version, string schema, string field) => Load(_folder, version).Properties(schema)[field]!;
}
