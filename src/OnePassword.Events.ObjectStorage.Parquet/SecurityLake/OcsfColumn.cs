using Parquet.Schema;

namespace OnePassword.Events.ObjectStorage.Parquet.SecurityLake;

/// <summary>An attribute of OCSF, and its column or columns.</summary>
/// <param name="Name">The name of the attribute.</param>
/// <param name="Type">The type of the attribute, or of the items of a list.</param>
/// <param name="IsList">Whether the attribute is a list.</param>
/// <param name="Members">The attributes of an object; empty for other types.</param>
internal sealed record OcsfColumn(string Name, OcsfType Type, bool IsList, params IReadOnlyList<OcsfColumn> Members)
{
    private const string Element = "element";

    public static OcsfColumn Text(string name) => new(name, OcsfType.Text, IsList: false);

    public static OcsfColumn Integer(string name) => new(name, OcsfType.Integer, IsList: false);

    public static OcsfColumn Long(string name) => new(name, OcsfType.Long, IsList: false);

    public static OcsfColumn Float(string name) => new(name, OcsfType.Float, IsList: false);

    public static OcsfColumn Boolean(string name) => new(name, OcsfType.Boolean, IsList: false);

    public static OcsfColumn AnyJson(string name) => new(name, OcsfType.Json, IsList: false);

    public static OcsfColumn Map(string name) => new(name, OcsfType.Map, IsList: false);

    public static OcsfColumn Object(string name, params IReadOnlyList<OcsfColumn> members) =>
        new(name, OcsfType.Object, IsList: false, members);

    public static OcsfColumn Texts(string name) => new(name, OcsfType.Text, IsList: true);

    public static OcsfColumn Objects(string name, params IReadOnlyList<OcsfColumn> members) =>
        new(name, OcsfType.Object, IsList: true, members);

    /// <summary>Creates the field of the column. Every value can be missing.</summary>
    public Field ToField() => IsList ? new ListField(Name, ItemField(Element)) : ItemField(Name);

    private Field ItemField(string name) => Type switch
    {
        OcsfType.Integer => new DataField<int>(name, nullable: true),
        OcsfType.Long => new DataField<long>(name, nullable: true),
        OcsfType.Float => new DataField<double>(name, nullable: true),
        OcsfType.Boolean => new DataField<bool>(name, nullable: true),
        OcsfType.Object => new StructField(name, [.. Members.Select(member => member.ToField())]),
        OcsfType.Map => new MapField(
            name, new DataField<string>("key", nullable: false), new DataField<string>("value", nullable: true)),
        _ => new DataField<string>(name, nullable: true),
    };
}
