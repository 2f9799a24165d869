// Exemptions taken at their word, and the same in other words: what was looked at is not all that there is.
namespace Samples.ToTheLetter9.Z02_TERMINATION_OF_CONTAINERS
{
    public interface IEngine
    {
        /// <summary>Tells when the container with that name ends.</summary>
        void OnTermination(Action told, string container);

        void Run(string container);
    }

    public sealed class Runner : IDisposable
    {
        private readonly IEngine _engine;
        private readonly HttpClient _http = new();

        public Runner(IEngine engine) => _engine = engine;

        public void Run(IEnumerable<string> containers)
        {
            foreach (var container in containers)
            {
                _engine.OnTermination(Report, container);
                _engine.Run(container);
            }
        }

        private void Report() => _http.PostAsync("http://report/", null).Wait(); //! LEAK3001

        public void Dispose() => _http.Dispose();
    }
}
