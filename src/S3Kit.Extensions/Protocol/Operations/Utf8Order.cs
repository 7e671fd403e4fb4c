using System.Text;

namespace S3Kit.Protocol.Operations;

/// <summary>The order in which S3 lists keys: by their bytes in UTF-8, which is not that of UTF-16.</summary>
internal static class Utf8Order
{
    public static int Compare(string a, string b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b));
}
