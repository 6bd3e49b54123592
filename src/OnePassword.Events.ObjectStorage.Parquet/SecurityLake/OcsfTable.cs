using Parquet.Schema;
using static OnePassword.Events.ObjectStorage.Parquet.SecurityLake.OcsfColumn;

namespace OnePassword.Events.ObjectStorage.Parquet.SecurityLake;

/// <summary>The columns of an OCSF class: every attribute that the mapping of 1Password events can write.</summary>
internal sealed class OcsfTable
{
    private static readonly IReadOnlyList<OcsfColumn> User =
    [
        Text("uid"), Text("name"), Text("full_name"), Text("email_addr"), Integer("type_id"), Text("type"),
        Object("account", Text("uid"), Integer("type_id"), Text("type")),
    ];

    private static readonly IReadOnlyList<OcsfColumn> Resource = [Text("uid"), Text("name"), Text("type")];

    private static readonly IReadOnlyList<OcsfColumn> Common =
    [
        Integer("category_uid"), Integer("class_uid"), Text("class_name"), Integer("activity_id"), Text("activity_name"),
        Long("type_uid"), Long("time"), Integer("severity_id"), Text("severity"), Integer("status_id"), Text("status"),
        Text("status_code"),
        Object(
            "metadata",
            Text("version"),
            Object("product", Text("name"), Text("vendor_name"), Object("feature", Text("name"), Text("uid"))),
            Text("uid"), Text("event_code"), Text("log_name"), Text("log_version"), Text("log_provider"), Text("original_time"),
            Long("logged_time"), Text("tenant_uid"), Objects("tags", Text("name"), Text("value")), Texts("profiles")),
        Object("actor", Object("user", User), Object("session", Text("uid"), Long("created_time")), Text("app_name")),
        Objects("observables", Text("name"), Integer("type_id"), Text("type"), Text("value")),
        Text("raw_data"), Long("raw_data_size"), Map("unmapped"),
    ];

    private static readonly OcsfColumn Endpoint = Object(
        "src_endpoint",
        Text("ip"), Text("uid"),
        Object("os", Text("name"), Integer("type_id"), Text("type"), Text("version")),
        Object("location", Text("country"), Text("region"), Text("city"), Float("lat"), Float("long")));

    private OcsfTable(int classUid, params IReadOnlyList<OcsfColumn> own)
    {
        (ClassUid, Columns) = (classUid, [.. Common, .. own]);
        Schema = new ParquetSchema(Columns.Select(column => column.ToField()));
        Leaves = [.. LeafColumn.Of(Columns, Schema)];
    }

    public static IReadOnlyList<OcsfTable> All { get; } =
    [
        new(0),
        new(3001, Endpoint, Object("user", User)),
        new(
            3002,
            Endpoint, Object("user", User), Object("service", Text("name")), Object("session", Text("uid")),
            Boolean("is_remote"), Boolean("is_mfa"), Objects("auth_factors", Integer("factor_type_id"), Text("factor_type")),
            Text("status_detail"), Integer("action_id"), Text("action"), Integer("disposition_id"),
            Text("disposition"), Object("firewall_rule", Text("name"), Text("condition")),
            Integer("account_switch_type_id"), Text("account_switch_type")),
        new(3004, Endpoint, Object("entity", Text("uid"), Text("name"), Integer("type_id"), Text("type"))),
        new(3005, Endpoint, Object("user", User), Texts("privileges"), Objects("resources", Resource)),
        new(
            3006,
            Endpoint, Object("group", Text("uid")), Object("user", User), Texts("privileges"), Object("resource", Resource)),
        new(6001, Endpoint, Objects("web_resources", [.. Resource, AnyJson("data")])),
    ];

    public int ClassUid { get; }

    public IReadOnlyList<OcsfColumn> Columns { get; }

    public ParquetSchema Schema { get; }

    public IReadOnlyList<LeafColumn> Leaves { get; }

    public static OcsfTable Of(int classUid) => All.Single(table => table.ClassUid == classUid);
}
