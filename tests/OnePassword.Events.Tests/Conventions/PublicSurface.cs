using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;
using OnePassword.Events.Destinations;
using OnePassword.Events.Emulator;
using OnePassword.Events.Kafka;
using OnePassword.Events.ObjectStorage;
using OnePassword.Events.ObjectStorage.Parquet;
using OnePassword.Events.PostgreSql;
using OnePassword.Events.Stubs;
using OnePassword.Events.V2;

namespace OnePassword.Events.Tests.Conventions;

/// <summary>The public types of the packages, without the members that the compiler adds to records and enums.</summary>
internal static class PublicSurface
{
    public static readonly Assembly[] Assemblies =
    [
        typeof(EventsClient).Assembly, typeof(AuditEvent).Assembly, typeof(EventDelivery).Assembly, typeof(EventsEmulator).Assembly,
        typeof(EventsStubs).Assembly, typeof(PostgreSqlEventStore).Assembly, typeof(KafkaEventStore).Assembly,
        typeof(ObjectEventStore).Assembly, typeof(ParquetFormat).Assembly,
    ];

    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static IEnumerable<MemberInfo> MembersOf(Assembly assembly) => assembly.GetExportedTypes().SelectMany(MembersOf);

    public static IEnumerable<MemberInfo> MembersOf(Type type) => type.GetMembers(Declared).Where(member => member switch
    {
        MethodInfo method => IsVisible(method) && !IsAccessor(method) && !IsFromCompiler(method),
        ConstructorInfo constructor => IsVisible(constructor) && !IsFromCompiler(constructor),
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsVisible) && property.Name != "EqualityContract",
        FieldInfo field => (field.IsPublic || field.IsFamily) && !field.IsSpecialName,
        EventInfo => true,
        _ => false,
    });

    /// <summary>The <c>member</c> elements of the XML documentation file of an assembly.</summary>
    public static IEnumerable<XElement> DocumentationOf(Assembly assembly) =>
        XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member");

    private static bool IsVisible(MethodBase method) => method.IsPublic || (method.IsFamily && !method.DeclaringType!.IsSealed);

    private static bool IsAccessor(MethodInfo method) => method.IsSpecialName && !method.Name.StartsWith("op_", StringComparison.Ordinal);

    private static bool IsFromCompiler(MethodBase method) =>
        method.IsDefined(typeof(CompilerGeneratedAttribute)) || method.Name.Contains('<', StringComparison.Ordinal);
}
