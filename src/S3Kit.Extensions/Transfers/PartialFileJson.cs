using System.Text.Json.Serialization;

namespace S3Kit.Transfers;

/// <summary>How the state of a partial file is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PartialFileState))]
internal sealed partial class PartialFileJson : JsonSerializerContext;
