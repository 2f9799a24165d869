namespace LeakGuard.ProvingGround.Machinery;

/// <summary>A step of a proof did not come out as it must.</summary>
internal sealed class ProofException(string message) : Exception(message);
