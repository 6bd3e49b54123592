using System.Text.Json;

namespace OnePassword.Events.Formats.Ocsf;

/// <summary>The attribute <c>src_endpoint</c>: the device of the actor. OCSF requires its address or an identifier.</summary>
internal static class OcsfEndpoint
{
    public static JsonField IpOf(JsonField root) =>
        root["session"u8]["ip"u8] is { IsMissing: false } ip ? ip : root["client"u8]["ip_address"u8];

    public static void Write(Utf8JsonWriter json, JsonField root)
    {
        var (ip, device) = (IpOf(root), root["session"u8]["device_uuid"u8]);
        var isIp = IpText.IsIp(ip);
        if (!isIp && !device.IsText)
            return;
        json.WriteStartObject("src_endpoint"u8);
        if (isIp)
            json.Move("ip"u8, ip);
        json.MoveText("uid"u8, device);
        WriteOs(json, root["client"u8]);
        WriteLocation(json, root["location"u8], root["country"u8]);
        json.WriteEndObject();
    }

    private static void WriteOs(Utf8JsonWriter json, JsonField client)
    {
        var name = client["os_name"u8];
        if (!name.IsText)
            return;
        json.WriteStartObject("os"u8);
        json.Move("name"u8, name);
        if (OcsfTypes.OperatingSystems.Find(default, name) is { } type)
            type.Write(json, "type_id"u8, "type"u8);
        else
        {
            json.WriteNumber("type_id"u8, OcsfClass.OtherActivity);
            json.Copy("type"u8, name);
        }
        json.MoveText("version"u8, client["os_version"u8]);
        json.WriteEndObject();
    }

    // Only a sign-in has a country besides its location. OCSF takes codes, not names.
    private static void WriteLocation(Utf8JsonWriter json, JsonField location, JsonField country)
    {
        var (code, region, city) = (location["country"u8], location["region"u8], location["city"u8]);
        if (!Place.IsCountryCode(code))
            code = country;
        if (!Place.IsCountryCode(code) && !region.IsText && !city.IsText)
            return;
        json.WriteStartObject("location"u8);
        if (Place.IsCountryCode(code))
            json.Move("country"u8, code);
        json.MoveText("region"u8, region);
        json.MoveText("city"u8, city);
        if (Place.IsDegrees(location["latitude"u8], 90) && Place.IsDegrees(location["longitude"u8], 180))
        {
            json.Move("lat"u8, location["latitude"u8]);
            json.Move("long"u8, location["longitude"u8]);
        }
        json.WriteEndObject();
    }
}
