using System.Net;

namespace S3Kit.Protocol.Operations;

/// <summary>Reads the key marker at the end of a page of a listing.</summary>
internal static class KeyMarkers
{
    /// <summary>
    /// The marker as the store means it. Ceph and swift encode the keys of a page and say so, but leave this one plain, where AWS encodes it too; which it is
    /// shows by what the page ended with. Some stores add something of their own behind that.
    /// </summary>
    /// <param name="told">The marker as it stands in the answer.</param>
    /// <param name="isEncoded">Whether the answer says that its keys are encoded.</param>
    /// <param name="last">What the page ended with, decoded.</param>
    public static string Decode(string told, bool isEncoded, string last)
    {
        string decoded = isEncoded ? WebUtility.UrlDecode(told) : told;
        return !decoded.StartsWith(last, StringComparison.Ordinal) && told.StartsWith(last, StringComparison.Ordinal) ? told : decoded;
    }
}
