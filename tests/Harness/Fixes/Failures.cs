using System.Runtime.ExceptionServices;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Verifications whose failure is thrown later: the content of the sources is compared first.</summary>
internal static class Failures
{
    public static ExceptionDispatchInfo? Capture(Action verification)
    {
        try
        {
            verification();
            return null;
        }
        catch (Exception failure)
        {
            return ExceptionDispatchInfo.Capture(failure);
        }
    }
}
