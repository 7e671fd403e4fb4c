using System.Globalization;
using System.Net;
using System.Text;
using S3Kit.Protocol;

namespace S3Kit.Embedded;

/// <summary>
/// Takes apart a body sent as aws-chunked: pieces with their lengths, perhaps each signed, perhaps followed by headers that
/// could not be known before the body. What the AWS SDKs send unless told otherwise.
/// </summary>
internal sealed class AwsChunkedBody
{
    private const string Signed = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
    private const string SignedWithTrailer = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER";
    private const string UnsignedWithTrailer = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";
    private const string SignatureParameter = ";chunk-signature=";
    private const string TrailerSignature = "x-amz-trailer-signature";

    private readonly EmbeddedRequest _request;
    private readonly byte[] _raw;
    private readonly bool _isSigned;
    private int _position;
    private string _previousSignature;

    private AwsChunkedBody(EmbeddedRequest request, string kind)
    {
        _request = request;
        _raw = request.Body.Data.ToArray();
        _isSigned = kind is Signed or SignedWithTrailer;
        _previousSignature = request.Signature.Scope.Signature;
    }

    public static bool IsFor(string payloadHash) => payloadHash.StartsWith("STREAMING-", StringComparison.Ordinal);

    /// <summary>Puts the decoded body in the place of the raw one, and its trailers beside the headers.</summary>
    public static void Decode(EmbeddedRequest request, string kind)
    {
        if (kind is not (Signed or SignedWithTrailer or UnsignedWithTrailer))
        {
            throw EmbeddedErrors.NotImplemented();
        }

        using var sink = new RequestBodySink(null, null, TimeProvider.System);
        var body = new AwsChunkedBody(request, kind);
        body.ReadPieces(sink);
        var trailers = body.ReadTrailers(isSigned: kind is SignedWithTrailer);
        request.Body = sink.Complete();
        request.Trailers = trailers;
        if (request.Header("x-amz-decoded-content-length") is { } declared
            && !string.Equals(declared, request.Body.Data.Length.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))
        {
            throw Incomplete();
        }
    }

    private void ReadPieces(RequestBodySink sink)
    {
        while (true)
        {
            var line = ReadLine();
            var parameter = line.IndexOf(SignatureParameter, StringComparison.Ordinal);
            if (!int.TryParse(parameter < 0 ? line : line[..parameter], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var size)
                || size < 0
                || size > _raw.Length - _position)
            {
                throw Incomplete();
            }

            var piece = _raw.AsSpan(_position, size);
            _position += size;
            if (_isSigned)
            {
                var signature = parameter < 0 ? string.Empty : line[(parameter + SignatureParameter.Length)..];
                CheckSignature("AWS4-HMAC-SHA256-PAYLOAD", $"{SigV4Signer.EmptyPayloadHash}\n{SigV4Signer.Sha256Hex(piece)}", signature);
            }

            if (size == 0)
            {
                return;
            }

            sink.Write(piece);
            if (ReadLine().Length > 0)
            {
                throw Incomplete();
            }
        }
    }

    private Dictionary<string, string> ReadTrailers(bool isSigned)
    {
        var trailers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var signed = new StringBuilder();
        while (_position < _raw.Length && ReadLine() is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
            {
                throw new EmbeddedS3Exception(HttpStatusCode.BadRequest, "MalformedTrailerError", "What follows the body is not well-formed");
            }

            var (name, value) = (line[..colon].Trim(), line[(colon + 1)..].Trim());
            if (isSigned && string.Equals(name, TrailerSignature, StringComparison.OrdinalIgnoreCase))
            {
                CheckSignature("AWS4-HMAC-SHA256-TRAILER", SigV4Signer.Sha256Hex(Encoding.UTF8.GetBytes(signed.ToString())), value);
                isSigned = false;
                continue;
            }

            trailers[name] = value;
            signed.Append(CultureInfo.InvariantCulture, $"{name}:{value}\n");
        }

        // Trailers that were to be signed and are not could be anyone's.
        return isSigned ? throw SignatureMismatch() : trailers;
    }

    private void CheckSignature(string algorithm, string hashes, string signature)
    {
        var (scope, credential, time) = _request.Signature;
        var text = $"{algorithm}\n{SigV4Signer.FormatTime(time)}\n{scope.Date}/{scope.Region}/s3/aws4_request\n{_previousSignature}\n{hashes}";
        _previousSignature = credential.Signer.SignText(credential.Credentials, scope.Region, time, text);
        if (!SignatureVerifier.AreEqual(_previousSignature, signature))
        {
            throw SignatureMismatch();
        }
    }

    private string ReadLine()
    {
        var rest = _raw.AsSpan(_position);
        var end = rest.IndexOf("\r\n"u8);
        if (end < 0)
        {
            throw Incomplete();
        }

        _position += end + 2;
        return Encoding.UTF8.GetString(rest[..end]);
    }

    private static EmbeddedS3Exception SignatureMismatch() =>
        new(HttpStatusCode.Forbidden, "SignatureDoesNotMatch", "The signature of a chunk does not match the one calculated.");

    private static EmbeddedS3Exception Incomplete() =>
        new(HttpStatusCode.BadRequest, "IncompleteBody", "The request body terminated unexpectedly");
}
