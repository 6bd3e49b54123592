using System.Text.Json;

namespace OnePassword.Events.Formats.Ecs;

/// <summary>
/// The field set <c>source</c>. Elastic's integration looks up the place of the IP address, and discards the one that was sent.
/// This format uses the place that was sent, and also keeps it among the fields of 1Password.
/// </summary>
internal static class EcsSource
{
    public static void Write(Utf8JsonWriter json, EcsFeed feed, JsonField root)
    {
        var (ip, location) = (feed.Ip.In(root), root["location"u8]);
        var (isIp, hasGeo) = (IpText.IsIp(ip), HasGeo(location));
        if (!isIp && !hasGeo)
            return;
        json.WriteStartObject("source"u8);
        if (isIp)
            json.Move("ip"u8, ip);
        if (hasGeo)
            WriteGeo(json, location);
        json.WriteEndObject();
    }

    private static bool HasGeo(JsonField location) =>
        location["country"u8].IsText || location["region"u8].IsText || location["city"u8].IsText || HasPoint(location);

    private static void WriteGeo(Utf8JsonWriter json, JsonField location)
    {
        json.WriteStartObject("geo"u8);
        var country = location["country"u8];
        json.CopyText(Place.IsCountryCode(country) ? "country_iso_code"u8 : "country_name"u8, country);
        json.CopyText("region_name"u8, location["region"u8]);
        json.CopyText("city_name"u8, location["city"u8]);
        if (HasPoint(location))
        {
            json.WriteStartObject("location"u8);
            json.Copy("lat"u8, location["latitude"u8]);
            json.Copy("lon"u8, location["longitude"u8]);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static bool HasPoint(JsonField location) =>
        Place.IsDegrees(location["latitude"u8], 90) && Place.IsDegrees(location["longitude"u8], 180);
}
