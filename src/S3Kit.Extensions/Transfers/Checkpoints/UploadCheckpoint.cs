using System.Text.Json;

namespace S3Kit.Transfers.Checkpoints;

/// <summary>What has to be known of an upload to go on with it: as JSON, without credentials and without bytes of the object.</summary>
internal sealed record UploadCheckpoint
{
    public const int CurrentVersion = 1;

    public required int Version { get; init; }

    public required string Bucket { get; init; }

    public required string Key { get; init; }

    public required string UploadId { get; init; }

    /// <summary>The name of the endpoint where the upload began.</summary>
    public required string Endpoint { get; init; }

    public required long FileLength { get; init; }

    public required DateTime FileLastWrite { get; init; }

    public required long PartSize { get; init; }

    /// <summary>A hash of what the upload was begun with; see <see cref="OptionsFingerprint"/>.</summary>
    public required string Options { get; init; }

    /// <summary>The parts that are known to be stored.</summary>
    public required IReadOnlyList<UploadCheckpointPart> Parts { get; init; }

    /// <summary>Reads a checkpoint; <see langword="null"/> when it is none, or one that this version does not understand.</summary>
    public static UploadCheckpoint? Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return JsonSerializer.Deserialize(bytes.Span, UploadCheckpointJson.Default.UploadCheckpoint) is { Version: CurrentVersion } checkpoint && checkpoint.IsSound
                ? checkpoint
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public ReadOnlyMemory<byte> ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, UploadCheckpointJson.Default.UploadCheckpoint);

    private bool IsSound =>
        Bucket is { Length: > 0 } && Key is { Length: > 0 } && UploadId is { Length: > 0 } && Endpoint is { Length: > 0 } && Options is not null
        && PartSize is > 0 and <= int.MaxValue && Parts is not null && Parts.All(static part => part is { ETag: not null, Sha256: not null });
}
