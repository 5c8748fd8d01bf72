/** What the service does for the agent: an observer that keeps the calls of one turn at a time. */
export class Recorder {
  #calls = [];
  #isRecording = false;

  onCall(event) {
    if (this.#isRecording && event.operation === 'InvokeCodeInterpreter') { this.#calls.push(event); }
  }

  /** The tool calls that the service answered during `work`, and what that returned. */
  async during(work) {
    this.#calls = [];
    this.#isRecording = true;
    try {
      return { result: await work(), calls: this.#calls };
    } finally {
      this.#isRecording = false;
    }
  }
}
