using S3Kit.Protocol;
using S3Kit.Protocol.Operations;

namespace S3Kit.Transfers;

/// <summary>
/// Sees to it that what was to be encrypted is. A store that does not know the headers stores the bytes as they are and says so only by its silence; but there are
/// stores that encrypt and are silent in some of their answers. So an answer that tells something decides, and where all are silent the object itself is asked.
/// </summary>
internal sealed class EncryptionProof(TransferContext transfer, S3ErrorContext context, RequestOptions? options, ServerSideEncryption? asked)
{
    private const string Advice = "use a store that knows this encryption, or encrypt the bytes before they are sent.";

    private string AdviceForCopies => context.Operation != "CopyObject" ? ""
        : $" A store that encrypts what is put may still not encrypt what it copies: with {nameof(CopyObjectOptions.SourceEndpoint)} the copy is put.";

    /// <summary>Whether what the store tells is what was asked for; <see langword="null"/> when it tells nothing.</summary>
    public static bool? Fulfils(ServerSideEncryption? asked, ServerSideEncryptionInfo? told) => (asked, told) switch
    {
        (null, _) => true,
        (_, null) => null,
        (SseCustomerKey, _) => told.UsesCustomerKey,
        (SseKms, _) => !told.UsesCustomerKey && told.IsKms,

        // A key of the key management service is one of the store's too.
        _ => !told.UsesCustomerKey,
    };

    /// <summary>Looks at the answer to the beginning of an upload. If it tells of another encryption, the upload is aborted before any of its bytes are sent.</summary>
    public static async Task CheckBeginningAsync(TransferContext transfer, UploadTarget target, StartedUpload upload)
    {
        if (Fulfils(target.Options?.ServerSideEncryption, upload.ServerSideEncryption) == false)
        {
            await UploadCompletion.AbortAsync(transfer, target, upload).ConfigureAwait(false);
            throw Nothing("CreateMultipartUpload", target, upload, upload.ServerSideEncryption);
        }
    }

    /// <summary>Looks at the answer to a part: stores that tell nothing at the beginning of an upload (MinIO, SeaweedFS) do so here.</summary>
    public static void CheckPart(UploadTarget target, StartedUpload upload, UploadedPart part)
    {
        ServerSideEncryption? asked = target.Options?.ServerSideEncryption;
        bool? fulfils = Fulfils(asked, part.ServerSideEncryption);
        if (fulfils == false || (fulfils is null && !upload.IsResumed && Fulfils(asked, upload.ServerSideEncryption) is null))
        {
            throw Nothing("UploadPart", target, upload, part.ServerSideEncryption);
        }
    }

    /// <summary>Looks at what the store told of an object that it has just stored and, if that was nothing, at the object.</summary>
    /// <returns>What the store says of its encryption.</returns>
    public async Task<ServerSideEncryptionInfo?> EnsureAsync(ServerSideEncryptionInfo? told, string? versionId, string endpoint, CancellationToken cancellationToken)
    {
        bool? fulfils = Fulfils(asked, told);
        if (fulfils is null)
        {
            told = await LookAsync(versionId, endpoint, cancellationToken).ConfigureAwait(false);
            fulfils = Fulfils(asked, told);
        }

        return fulfils == true ? told : throw S3Errors.Integrity(
            context with { Endpoint = endpoint },
            $"{Describe(asked, told)} The object is stored all the same, probably as it came. Delete it if it must not be there like that, and {Advice}{AdviceForCopies}");
    }

    private static S3KitException Nothing(string operation, UploadTarget target, StartedUpload upload, ServerSideEncryptionInfo? told) => S3Errors.Integrity(
        new S3ErrorContext(operation, upload.Endpoint, target.Bucket, target.Key),
        $"{Describe(target.Options?.ServerSideEncryption, told)} The upload was aborted, and no object was stored: {Advice}");

    private static string Describe(ServerSideEncryption? asked, ServerSideEncryptionInfo? told)
    {
        string wish = asked switch
        {
            SseCustomerKey => "with a key of yours (SSE-C)",
            SseKms => "with a key of the key management service (SSE-KMS)",
            _ => "with a key of the store (SSE-S3)",
        };
        string answer = told is null ? "the store says nothing of it" : $"the store speaks of {S3Errors.Clean(told.Algorithm)}{(told.UsesCustomerKey ? " with a key of yours" : "")} instead";
        return $"the object was to be encrypted {wish}, and {answer}.";
    }

    private async Task<ServerSideEncryptionInfo?> LookAsync(string? versionId, string endpoint, CancellationToken cancellationToken)
    {
        var head = new HeadObjectOptions
        {
            Priority = options?.Priority ?? RequestPriority.Normal,
            Timeout = options?.Timeout,
            EndpointSelectionStrategy = options?.EndpointSelectionStrategy,
            Endpoint = options?.Endpoint,
            VersionId = versionId,
            CustomerKey = asked as SseCustomerKey,
        };
        try
        {
            ObjectInfo? info = await transfer.Runner.RunAsync(new HeadObjectOperation(context.Bucket!, context.Key!, head), head, cancellationToken).ConfigureAwait(false);
            return info?.ServerSideEncryption;
        }
        catch (S3InvalidRequestException) when (head.CustomerKey is not null)
        {
            // What was stored without a key must not be asked for with one.
            return null;
        }
        catch (S3KitException e)
        {
            throw S3Errors.Integrity(
                context with { Endpoint = endpoint },
                $"{Describe(asked, told: null)} The object is stored, and could not be looked at to find out: {e.Message} Look at it, or store it again.", e, e.IsTransient);
        }
    }
}
