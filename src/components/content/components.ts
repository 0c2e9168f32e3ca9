import type { mdxComponentNames } from '../../content-checks/mdx-components.ts';
import PrintPage from '../site/PrintPage.astro';
import Action from './Action.astro';
import AtoZ from './AtoZ.astro';
import BenchCard from './BenchCard.astro';
import Cards from './Cards.astro';
import Chart from './Chart.astro';
import Charts from './Charts.astro';
import ConsentList from './ConsentList.astro';
import Contact from './Contact.astro';
import ContactList from './ContactList.astro';
import DataController from './DataController.astro';
import Figure from './Figure.astro';
import FigureTable from './FigureTable.astro';
import GlossaryList from './GlossaryList.astro';
import LaterRequirements from './LaterRequirements.astro';
import MentorCriteria from './MentorCriteria.astro';
import Note from './Note.astro';
import OrderDiagram from './OrderDiagram.astro';
import OrderRules from './OrderRules.astro';
import PageCards from './PageCards.astro';
import PartnerList from './PartnerList.astro';
import PlaceList from './PlaceList.astro';
import ProcessDiagram from './ProcessDiagram.astro';
import Quote from './Quote.astro';
import ReportTypes from './ReportTypes.astro';
import RequirementTable from './RequirementTable.astro';
import SourceList from './SourceList.astro';
import Sources from './Sources.astro';
import Steps from './Steps.astro';
import Term from './Term.astro';
import ThenAndNow from './ThenAndNow.astro';
import Timeline from './Timeline.astro';
import TimelineChart from './TimelineChart.astro';
import ValueList from './ValueList.astro';

export const components = {
  Action,
  AtoZ,
  BenchCard,
  Cards,
  Chart,
  Charts,
  ConsentList,
  Contact,
  ContactList,
  DataController,
  Figure,
  FigureTable,
  GlossaryList,
  LaterRequirements,
  MentorCriteria,
  Note,
  OrderDiagram,
  OrderRules,
  PageCards,
  PartnerList,
  PlaceList,
  PrintPage,
  ProcessDiagram,
  Quote,
  ReportTypes,
  RequirementTable,
  SourceList,
  Sources,
  Steps,
  Term,
  ThenAndNow,
  Timeline,
  TimelineChart,
  ValueList,
} satisfies Record<(typeof mdxComponentNames)[number], unknown>;
