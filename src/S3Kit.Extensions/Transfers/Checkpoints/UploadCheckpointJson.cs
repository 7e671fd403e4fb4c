using System.Text.Json.Serialization;

namespace S3Kit.Transfers.Checkpoints;

/// <summary>The JSON of checkpoints.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip)]
[JsonSerializable(typeof(UploadCheckpoint))]
internal sealed partial class UploadCheckpointJson : JsonSerializerContext;
