using System.Globalization;
using System.Net;
using System.Xml;
using S3Kit.Checksums;

namespace S3Kit.Embedded;

/// <summary>A checksum that is kept: of all the bytes, or of the parts' checksums.</summary>
internal sealed record ObjectChecksum(ChecksumFormat Algorithm, string Value, bool IsComposite = false)
{
    private string Type => IsComposite ? ChecksumFormat.Composite : ChecksumFormat.FullObject;

    /// <summary>The checksum a request declares for its body, after it proved right; null when it declares none.</summary>
    public static ObjectChecksum? OfBody(EmbeddedRequest request)
    {
        var declared = ChecksumFormat.All.Where(a => Declared(request, a) is not null).ToList();
        if (declared.Count == 0)
        {
            return null;
        }

        if (declared.Count > 1)
        {
            throw EmbeddedErrors.InvalidRequest("Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
        }

        var checksum = new ObjectChecksum(declared[0], declared[0].Compute(request.Body.Data));
        checksum.CheckAgainst(Declared(request, checksum.Algorithm));
        return checksum;
    }

    public static ObjectChecksum Of(ChecksumFormat algorithm, ObjectData data) => new(algorithm, algorithm.Compute(data));

    /// <summary>The checksum of the parts' checksums, with their number.</summary>
    public static ObjectChecksum Composite(ChecksumFormat algorithm, IReadOnlyCollection<ObjectChecksum> parts)
    {
        var values = new ObjectData(parts.Select(static p => (ReadOnlyMemory<byte>)Convert.FromBase64String(p.Value)));
        return new ObjectChecksum(
            algorithm, string.Create(CultureInfo.InvariantCulture, $"{algorithm.Compute(values)}-{parts.Count}"), IsComposite: true);
    }

    public void CheckAgainst(string? declared)
    {
        if (declared is not null && !string.Equals(declared, Value, StringComparison.Ordinal))
        {
            throw new EmbeddedS3Exception(
                HttpStatusCode.BadRequest, "BadDigest", $"The {Algorithm.Name} you specified did not match the calculated checksum.");
        }
    }

    public void Write(HttpResponseMessage response) => response.With(Algorithm.Header, Value).With("x-amz-checksum-type", Type);

    public void Write(XmlWriter xml)
    {
        xml.Element(Algorithm.Element, Value);
        xml.Element("ChecksumType", Type);
    }

    private static string? Declared(EmbeddedRequest request, ChecksumFormat algorithm) =>
        request.Header(algorithm.Header) ?? request.Trailers?.GetValueOrDefault(algorithm.Header);

    /// <summary>Names the algorithm, as listings do, without the value.</summary>
    public void WriteAlgorithm(XmlWriter xml)
    {
        xml.Element("ChecksumAlgorithm", Algorithm.Name);
        xml.Element("ChecksumType", Type);
    }
}
