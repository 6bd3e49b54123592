using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OnePassword.Events.Tests.Formats;

/// <summary>The compiled schema of OCSF, and a strict check of events against it.</summary>
internal sealed class OcsfSchema
{
    private const string Variable = "OP_EVENTS_OCSF_SCHEMA";

    private static readonly Lazy<OcsfSchema?> Loaded = new(Load);

    private readonly Dictionary<int, JsonElement> _classes;
    private readonly JsonElement _objects;
    private readonly JsonElement _types;

    private OcsfSchema(JsonElement schema)
    {
        _classes = schema.GetProperty("classes").EnumerateObject().ToDictionary(type => type.Value.GetProperty("uid").GetInt32(), type => type.Value);
        _objects = schema.GetProperty("objects");
        _types = schema.GetProperty("dictionary").GetProperty("types").GetProperty("attributes");
    }

    /// <summary>Returns the schema. The test is skipped if there is none.</summary>
    public static OcsfSchema OrSkip()
    {
        if (Loaded.Value is null)
            Assert.Ignore($"The compiled schema of OCSF 1.8.0 is not available. Set {Variable} to the path of ocsf-1.8.0.compiled.json.gz.");
        return Loaded.Value;
    }

    /// <summary>Returns everything in an event that the schema does not allow.</summary>
    public IReadOnlyList<string> Problems(JsonElement json)
    {
        var problems = new List<string>();
        var uid = json.GetProperty("class_uid").GetInt32();
        var profiles = json.GetProperty("metadata").GetProperty("profiles").EnumerateArray().Select(profile => profile.GetString()!).ToHashSet(StringComparer.Ordinal);
        CheckObject(json, _classes[uid], profiles, "", problems);
        if (json.GetProperty("type_uid").GetInt32() != 100 * uid + json.GetProperty("activity_id").GetInt32())
            problems.Add("type_uid does not follow from class_uid and activity_id");
        if (json.GetProperty("category_uid").GetInt32() != _classes[uid].GetProperty("category_uid").GetInt32())
            problems.Add("category_uid is not that of the class");
        return problems;
    }

    private static OcsfSchema? Load()
    {
        var path = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } set
            ? set
            : Repository.PathOf("..", "shared", "reference", "ocsf-1.8.0.compiled.json.gz");
        if (!File.Exists(path))
            return null;
        using var file = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        return new OcsfSchema(JsonDocument.Parse(file).RootElement);
    }

    private void CheckObject(JsonElement json, JsonElement type, HashSet<string> profiles, string path, List<string> problems)
    {
        var attributes = type.GetProperty("attributes");
        var names = json.EnumerateObject().Select(member => member.Name).ToList();
        problems.AddRange(names.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => $"{path}{group.Key} is a duplicate"));
        foreach (var attribute in attributes.EnumerateObject())
        {
            var isMissing = !json.TryGetProperty(attribute.Name, out var value);
            if (!isMissing && !IsDeclared(attribute.Value, profiles))
                problems.Add($"{path}{attribute.Name} belongs to a profile that the event does not declare");
            else if (!isMissing)
                CheckAttribute(value, attribute.Value, profiles, path + attribute.Name, problems);
            else if (attribute.Value.GetProperty("requirement").GetString() == "required" && IsDeclared(attribute.Value, profiles))
                problems.Add($"{path}{attribute.Name} is missing");
        }
        problems.AddRange(names.Where(name => !attributes.TryGetProperty(name, out _)).Select(name => $"{path}{name} is unknown"));
        if (!type.TryGetProperty("constraints", out var constraints) || constraints.ValueKind != JsonValueKind.Object)
            return;
        foreach (var constraint in constraints.EnumerateObject())
        {
            var count = constraint.Value.EnumerateArray().Count(name => names.Contains(name.GetString()!, StringComparer.Ordinal));
            if (count == 0 || (constraint.Name == "just_one" && count > 1))
                problems.Add($"{path.TrimEnd('.')}: {constraint.Name} of {constraint.Value}");
        }
    }

    private static bool IsDeclared(JsonElement attribute, HashSet<string> profiles) =>
        !attribute.TryGetProperty("profiles", out var needed) || needed.ValueKind != JsonValueKind.Array
            || needed.EnumerateArray().Any(profile => profiles.Contains(profile.GetString()!));

    private void CheckAttribute(JsonElement value, JsonElement attribute, HashSet<string> profiles, string path, List<string> problems)
    {
        if (attribute.TryGetProperty("is_array", out var isArray) && isArray.GetBoolean())
        {
            if (value.ValueKind != JsonValueKind.Array)
                problems.Add($"{path} is not an array");
            else
            {
                foreach (var item in value.EnumerateArray())
                    CheckValue(item, attribute, profiles, path + "[]", problems);
            }
        }
        else
            CheckValue(value, attribute, profiles, path, problems);
    }

    private void CheckValue(JsonElement value, JsonElement attribute, HashSet<string> profiles, string path, List<string> problems)
    {
        var type = attribute.GetProperty("type").GetString()!;
        if (type == "object_t")
        {
            var name = attribute.GetProperty("object_type").GetString()!;
            if (value.ValueKind != JsonValueKind.Object)
                problems.Add($"{path} is not an object");
            else if (name != "object") // Any object.
                CheckObject(value, _objects.GetProperty(name), profiles, path + ".", problems);
        }
        else if (!HasType(value, type))
            problems.Add($"{path} is not a {type}: {value}");
        if (attribute.TryGetProperty("enum", out var values) && !values.TryGetProperty(value.ToString(), out _))
            problems.Add($"{path} is not a value of its enum: {value}");
    }

    private bool HasType(JsonElement value, string name)
    {
        var type = _types.GetProperty(name);
        var (kind, text) = (value.ValueKind, value.ToString());
        return name switch
        {
            "json_t" => true,
            "boolean_t" => kind is JsonValueKind.True or JsonValueKind.False,
            "integer_t" => kind == JsonValueKind.Number && value.TryGetInt32(out _),
            "long_t" => kind == JsonValueKind.Number && value.TryGetInt64(out _),
            "float_t" => kind == JsonValueKind.Number,
            "string_t" => kind == JsonValueKind.String,
            _ => HasType(value, type.GetProperty("type").GetString()!)
                && !(type.TryGetProperty("max_len", out var max) && text.Length > max.GetInt32())
                && !(type.TryGetProperty("regex", out var regex) && !Regex.IsMatch(text, regex.GetString()!, RegexOptions.CultureInvariant, TimeSpan.FromMinutes(1))),
        };
    }
}
