using Newtonsoft.Json.Linq;
using OnePassword.Events.Generated.Tests.OpenApi.Specs;
using Updating = OnePassword.Events.SpecUpdate.Update;

namespace OnePassword.Events.Generated.Tests.OpenApi.Merge;

/// <summary>What an official specification changes in our files, and what is said of it.</summary>
public sealed class UpdateTests
{
    private string _folder = "";
    private JObject _official = [];

    private static readonly string[] Files = ["1password-events-v1.yaml", "1password-events-v2.yaml", "README.md"];

    [SetUp]
    public void Copy_the_files()
    {
        _folder = Directory.CreateTempSubdirectory("events-update-").FullName;
        foreach (var file in Files)
            File.Copy(Repository.PathOf("openapi", file), Path.Combine(_folder, file));
        _official = OfficialSpec.Make();
    }

    [TearDown]
    public void Remove_the_copy() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void An_unchanged_specification_changes_not_a_byte()
    {
        var (report, _) = Update();

        Assert.That(report, Is.EqualTo("Specification 1.4.1 again: the public surface is unchanged.\n"));
        Assert.That(Files.Select(Changed), Is.All.False);
    }

    [Test]
    public void A_new_version_without_a_change_sets_the_version_and_nothing_else()
    {
        _official["info"]!["version"] = "1.5.0";

        var (report, _) = Update();

        Assert.That(report, Is.EqualTo("Specification 1.4.1 -> 1.5.0: the public surface is unchanged.\n"));
        foreach (var file in Files)
        {
            var lines = Ours(file).Split('\n').Zip(Repository.Read("openapi", file).Split('\n')).Where(line => line.First != line.Second).ToList();
            Assert.That(lines, Has.Count.EqualTo(file == "README.md" ? 1 : 2));
            Assert.That(lines.Select(line => line.First.Replace("1.5.0", "1.4.1", StringComparison.Ordinal)), Is.EqualTo(lines.Select(line => line.Second)));
        }
    }

    [Test]
    public void A_new_field_is_added_without_a_sentence_and_the_rest_stays_byte_for_byte()
    {
        _official["info"]!["version"] = "1.5.0";
        _official.Properties("SignInAttemptV2")["risk"] = JObject.Parse("""{"type":"string","nullable":true,"description":"Their words.","example":"high"}""");

        var (report, _) = Update();

        Assert.That(report, Does.Contain("1 additive, 0 breaking").And.Contain("V2\n  additive  field      SignInAttempt.risk (string)\n").And.Not.Contain("V1\n"));
        var added = Added("1password-events-v2.yaml");
        Assert.That(added, Is.EqualTo(["        risk:", "          type: string", "          nullable: true", "          description: Since 1.5.0."]));
        Assert.That(Field("v2", "SignInAttempt", "risk"), Is.Not.Null);
    }

    [Test]
    public void A_field_of_a_request_is_added_to_the_choice_as_well()
    {
        _official.Properties("ResetCursor")["order"] = JObject.Parse("""{"type":"integer","format":"int32","minimum":1}""");

        var (report, _) = Update();

        Assert.That(report, Does.Contain("additive  field      ResetCursor.order (integer)"));
        foreach (var version in new[] { "v1", "v2" })
        {
            Assert.That(Field(version, "ResetCursor", "order"), Is.EqualTo(Field(version, "CursorRequest", "order")));
            Assert.That((int?)Field(version, "ResetCursor", "order")["minimum"], Is.EqualTo(1));
        }
    }

    [Test]
    public void A_field_that_a_request_must_have_is_breaking()
    {
        _official.Properties("ResetCursor")["order"] = new JObject { ["type"] = "string" };
        _official.Schema("ResetCursor")["required"] = new JArray("order");

        Assert.That(Update().Report, Does.Contain("breaking  field      ResetCursor.order (string, required: say so by hand)"));
    }

    [Test]
    public void New_schemas_come_with_the_field_that_names_them()
    {
        _official["components"]!["schemas"]!["RiskReasonsV2"] = JObject.Parse("""{"type":"string","enum":["new-device","odd_hour"]}""");
        _official["components"]!["schemas"]!["RiskV2"] = JObject.Parse("""
            {"properties":{"score":{"type":"integer"},"at":{"$ref":"#/components/schemas/DateTimeRFC3339"},"reasons":{"type":"array","items":{"$ref":"#/components/schemas/RiskReasonsV2"}},
             "level":{"type":"string","enum":["low","high"]}}}
            """);
        _official.Properties("SignInAttemptV2")["risk"] = JObject.Parse("""{"$ref":"#/components/schemas/RiskV2"}""");

        var (report, _) = Update();

        Assert.That(report, Does.Contain("additive  field      SignInAttempt.risk (Risk)").And.Contain("additive  schema     Risk\n")
            .And.Contain("additive  schema     RiskReason\n").And.Contain("additive  schema     RiskLevel\n"));
        Assert.That((string?)Field("v2", "SignInAttempt", "risk").SelectToken("allOf[0].['$ref']"), Is.EqualTo("#/components/schemas/Risk"));
        Assert.That((string?)Schema("v2", "Risk")["x-official-name"], Is.EqualTo("RiskV2"));
        Assert.That((string?)Field("v2", "Risk", "at")["format"], Is.EqualTo("date-time"));
        Assert.That((string?)Field("v2", "Risk", "reasons").SelectToken("items.['$ref']"), Is.EqualTo("#/components/schemas/RiskReason"));
        Assert.That(Schema("v2", "RiskReason")["x-enumNames"]!.Select(name => (string?)name), Is.EqualTo(["NewDevice", "OddHour"]));
        Assert.That(Schema("v2", "RiskLevel")["enum"]!.Select(name => (string?)name), Is.EqualTo(["low", "high"]));
    }

    [Test]
    public void A_new_value_of_an_enum_gets_a_name_and_waits_for_its_sentence()
    {
        ((JArray)_official.Schema("AuditEventActions")["enum"]!).Add("unlock-vault");
        ((JArray)_official.Properties("ItemUsageV2")["action"]!["enum"]!).Add("autotype");

        var (report, _) = Update();

        Assert.That(report, Does.Contain("3 additive, 0 breaking").And.Contain("additive  value      AuditEventAction.UnlockVault (unlock-vault)").And.Contain("ItemUsageAction.Autotype (autotype)"));
        foreach (var version in new[] { "v1", "v2" })
        {
            var action = Schema(version, "AuditEventAction");
            Assert.That((string?)action["enum"]!.Last, Is.EqualTo("unlock-vault"));
            Assert.That((string?)action["x-enumNames"]!.Last, Is.EqualTo("UnlockVault"));
            Assert.That((string?)action["x-enumDescriptions"]!.Last, Is.Empty, "the linter asks for a sentence");
        }
        Assert.That(Added("1password-events-v1.yaml"), Has.Count.EqualTo(3));
    }

    [Test]
    public void What_is_gone_is_told_as_breaking_and_kept()
    {
        _official.Properties("ItemUsageV2").Remove("used_version");
        _official.Schema("AuditEventObjectTypes")["enum"]!.First!.Remove();
        ((JObject)_official["paths"]!).Remove("/api/v1/itemusages");

        var (report, _) = Update();

        Assert.That(report, Does.Contain("breaking  field      ItemUsage.used_version: gone, kept here")
            .And.Contain("breaking  value      AuditEventObjectType.Account (account): gone, kept here")
            .And.Contain("breaking  operation  POST /api/v1/itemusages (getItemUsages): gone, kept here")
            .And.Contain("breaking  schema     ItemUsage: gone, kept here").And.Contain("x-beyond-official"));
        Assert.That(Files.Select(Changed), Is.All.False);
    }

    [Test]
    public void Another_type_replaces_the_old_one_and_leaves_the_sentence()
    {
        _official.Properties("ItemUsageV2")["used_version"] = JObject.Parse("""{"type":"string","description":"Theirs"}""");

        var (report, _) = Update();

        var was = (string?)Field(Repository.PathOf("openapi"), "v2", "ItemUsage", "used_version")["description"];
        var field = Field("v2", "ItemUsage", "used_version");
        Assert.That(report, Does.Contain("breaking  field      ItemUsage.used_version: integer -> string"));
        Assert.That((string?)field["type"], Is.EqualTo("string"));
        Assert.That(field["format"], Is.Null);
        Assert.That((string?)field["description"], Is.EqualTo(was));
    }

    [Test]
    public void A_field_that_can_be_null_now_says_so()
    {
        _official.Properties("Client")["app_name"]!["nullable"] = true;

        Assert.That(Update().Report, Does.Contain("additive  field      Client.app_name can be null"));
        Assert.That((bool?)Field("v2", "Client", "app_name")["nullable"], Is.True);
    }

    // Seen: beside the allOf of the field as well, where OpenAPI 3.0 does not allow it, and told although it was no news.
    [Test]
    public void A_field_whose_schema_can_be_null_is_no_news_where_ours_can_be_as_well()
    {
        _official.Properties("SignInAttemptV2")["details"] = JObject.Parse("""{"$ref":"#/components/schemas/Details"}""");
        Assert.That(_official.Schema("Details").Value<bool>("nullable"), Is.True);

        Assert.That(Update().Report, Does.EndWith("the public surface is unchanged.\n"));
        Assert.That(Changed("1password-events-v2.yaml"), Is.False);
    }

    [TestCase("SignInAttemptV2", "target_user", "UserV2", "SignInAttempt", "User")]
    [TestCase("SignInAttemptV2", "risk", "Risk", "SignInAttempt", "Risk")]
    public void A_field_of_a_schema_that_can_be_null_says_so_in_the_schema(string theirs, string field, string official, string ours, string schema)
    {
        _official["components"]!["schemas"]!["Risk"] = JObject.Parse("""{"properties":{"score":{"type":"integer"}}}""");
        _official.Schema(official)["nullable"] = true;
        _official.Properties(theirs)[field] = new JObject { ["$ref"] = $"#/components/schemas/{official}" };

        Update();

        Assert.That((bool?)Schema("v2", schema)["nullable"], Is.True);
        Assert.That(Field("v2", ours, field)["nullable"], Is.Null);
        Assert.That(Field("v2", ours, field)["allOf"], Has.Exactly(1).Items);
        Assert.That(Update().Report, Does.EndWith("the public surface is unchanged.\n"));
    }

    [Test]
    public void A_new_operation_of_V2_comes_with_its_answer()
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

        var (report, _) = Update();

        Assert.That(report, Does.Contain("additive  operation  POST /api/v2/devices (getDevices)").And.Contain("additive  schema     DeviceItems")
            .And.Contain("Of neither V1 nor V2, and not taken in: POST /api/v3/devices."));
        var ours = Load(_folder, "v2")["paths"]!["/api/v2/devices"]!["post"]!;
        Assert.That((string?)ours.SelectToken("responses.200.content.['application/json'].schema.['$ref']"), Is.EqualTo("#/components/schemas/DeviceItems"));
        Assert.That((string?)ours.SelectToken("requestBody.['$ref']"), Is.EqualTo("#/components/requestBodies/CursorRequest"));
        Assert.That((string?)ours["x-official-name"], Is.EqualTo("getDevicesV2"));
        Assert.That(Changed("1password-events-v1.yaml"), Is.False);
    }

    [Test]
    public void The_true_name_of_an_operation_replaces_the_inferred_one()
    {
        _official["paths"]!["/api/v2/itemusages"]!["post"]!["operationId"] = "postItemUsages";

        Assert.That(Update().Report, Does.EndWith("the public surface is unchanged.\n"));
        Assert.That((string?)Load(_folder, "v2")["paths"]!["/api/v2/itemusages"]!["post"]!["x-official-name"], Is.EqualTo("postItemUsages"));
        Assert.That(Ours("1password-events-v2.yaml"), Does.Contain("operationId: getItemUsages\n      x-official-name: postItemUsages\n"));
    }

    [Test]
    public void A_second_run_has_nothing_to_add()
    {
        _official.Properties("SignInAttemptV2")["risk"] = JObject.Parse("""{"properties":{"score":{"type":"integer"}}}""");
        ((JArray)_official.Schema("AuditEventActions")["enum"]!).Add("unlock-vault");
        Update();

        Assert.That(Update().Report, Is.EqualTo("Specification 1.4.1 again: the public surface is unchanged.\n"));
    }

    [TestCase("openapi: 3.0.0\ninfo: {version: 1.2.0}\npaths: {}\n", "this is version 1.2.0")]
    [TestCase("swagger: '2.0'\n", "not an OpenAPI 3 document")]
    [TestCase("openapi: 3.0.0\npaths: {}\n", "info.version is missing")]
    [TestCase("openapi: 3.0.0\ninfo: {version: 1.9.0}\n", "it has no paths")]
    [TestCase("openapi: [", "(2,1)")]
    [TestCase("", "its top is no mapping")]
    [TestCase("openapi: 3.0.0\ninfo: {version: 1.9.0}\npaths: {/api/v1/x: {get: {responses: {'200': {$ref: '#/components/responses/Gone'}}}}}\n", "#/components/responses/Gone leads nowhere")]
    public void A_file_that_is_no_such_specification_is_refused_in_one_line(string text, string problem)
    {
        var file = Path.Combine(_folder, "official.yaml");
        File.WriteAllText(file, text);

        var (report, error) = Update(file);

        Assert.That(error, Does.StartWith(file).And.Contain(problem));
        Assert.That(error.TrimEnd().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(report, Is.Empty);
        Assert.That(Files.Select(Changed), Is.All.False);
    }

    [Test]
    public void A_file_that_is_not_there_is_named() => Assert.That(Update(Path.Combine(_folder, "none.yaml")).Error, Does.Contain("none.yaml: there is no such file."));

    private (string Report, string Error) Update()
    {
        var file = Path.Combine(_folder, "official.json");
        File.WriteAllText(file, _official.ToString());
        var (report, error) = Update(file);
        Assert.That(error, Is.Empty);
        return (report, error);
    }

    private (string Report, string Error) Update(string file)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var code = Updating.Run([file, _folder], output, error);
        Assert.That(code, Is.EqualTo(error.ToString().Length == 0 ? 0 : 1));
        return (output.ToString(), error.ToString());
    }

    private string Ours(string file) => File.ReadAllText(Path.Combine(_folder, file));

    private bool Changed(string file) => Ours(file) != Repository.Read("openapi", file);

    // The lines that only the changed file has; none that it lost.
    private List<string> Added(string file)
    {
        var added = new List<string>();
        var before = new Queue<string>(Repository.Read("openapi", file).Split('\n'));
        foreach (var line in Ours(file).Split('\n'))
        {
            if (before.TryPeek(out var expected) && (expected == line || expected.Replace("1.4.1", "1.5.0", StringComparison.Ordinal) == line))
                before.Dequeue();
            else
                added.Add(line);
        }
        Assert.That(before, Is.Empty);
        return added;
    }

    private static JObject Load(string folder, string version) => Yaml.Load(Path.Combine(folder, $"1password-events-{version}.yaml"));

    private JObject Schema(string version, string name) => Load(_folder, version).Schema(name);

    private JToken Field(string version, string schema, string field) => Field(_folder, version, schema, field);

    private static JToken Field(string folder, string version, string schema, string field) => Load(folder, version).Properties(schema)[field]!;
}
