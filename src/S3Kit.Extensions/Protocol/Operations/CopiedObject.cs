using System.Xml;

namespace S3Kit.Protocol.Operations;

/// <summary>The documents <c>CopyObjectResult</c> and <c>CopyPartResult</c>.</summary>
/// <param name="ETag">The ETag of the copy as the store sent it, quotes and all.</param>
/// <param name="LastModified">When it was written.</param>
internal readonly record struct CopiedObject(string? ETag, DateTimeOffset? LastModified)
{
    /// <summary>Reads the answer to a copy. It may say 200, then nothing but white space for as long as it takes, and then that it failed.</summary>
    public static ValueTask<CopiedObject> ReadAsync(S3Response response, string root) => response.ReadXmlAsync(root, Read, keepsAlive: true);

    private static CopiedObject Read(XmlReader reader)
    {
        string? tag = null;
        DateTimeOffset? modified = null;
        S3Xml.ReadChildren(reader, child =>
        {
            switch (child.LocalName)
            {
                case "ETag": tag = S3Xml.ReadText(child); break;
                case "LastModified": modified = S3Xml.ReadTime(child); break;

                // Ceph tells its progress here, to keep the connection alive.
                default: child.Skip(); break;
            }
        });
        return new CopiedObject(string.IsNullOrWhiteSpace(tag) ? null : tag, modified);
    }
}
